import type { NetworkNode, Value } from "@gipfel/network";
import { ruleOf } from "../derivative/index.js";
import type { RelevanceContext } from "./relevance-context.js";
import { divideStabilised } from "./stabilise.js";

/**
 * Sums, differences, means and average pools, which have no weights to choose: each input takes relevance in proportion
 * to what it adds, as by the epsilon rule (Zennit's Norm).
 */
export function inputsInProportion(
  context: RelevanceContext,
  node: NetworkNode,
  relevance: Value,
): (Value | undefined)[] {
  const { builder, derivative } = context;
  const g = divideStabilised(builder, relevance, derivative.valueAt(node.name));
  const pulled = ruleOf(node.operation).pull(derivative, node, g);
  return pulled.map((part, i) => part && builder.multiply(derivative.valueAt(node.inputs[i]!), part));
}
