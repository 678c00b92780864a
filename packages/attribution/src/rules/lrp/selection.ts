import type { NetworkNode, Value } from "@gipfel/network";
import type { RelevanceContext } from "./relevance-context.js";

/** The larger, or the smaller, of two tensors takes all, the first of equal ones: as in a max pool. */
export function winnerTakesAll(
  { builder, derivative }: RelevanceContext,
  { inputs }: NetworkNode,
  name: "maximum" | "minimum",
  relevance: Value,
): [Value, Value] {
  const [first, second] = [derivative.valueAt(inputs[0]!), derivative.valueAt(inputs[1]!)];
  const zero = builder.scalar(0);
  const secondWins = builder.compare(name === "maximum" ? "less" : "greater", first, second);
  return [builder.where(secondWins, zero, relevance), builder.where(secondWins, relevance, zero)];
}
