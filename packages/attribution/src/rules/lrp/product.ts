import type { NetworkNode, Value } from "@gipfel/network";
import { gateOf } from "./gate.js";
import type { RelevanceContext } from "./relevance-context.js";

/** A product of signal and gate: all to the signal, none to the gate (Arras et al. 2017). Without a gate, half each. */
export function signalTakesAll(context: RelevanceContext, node: NetworkNode, relevance: Value): (Value | undefined)[] {
  const gate = gateOf(context.network, context.ranges, node);
  if (gate !== undefined) {
    context.note("A product of two tensors hands all relevance to the signal, none to the gate (Arras et al. 2017).");
    return node.inputs.map((_, i) => (i === gate ? undefined : relevance));
  }
  context.note("A product of two tensors of which neither is a gate hands half of the relevance to each.");
  const half = context.builder.multiply(relevance, context.builder.scalar(0.5));
  return [half, half];
}
