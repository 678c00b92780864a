import type { Value } from "@gipfel/network";
import { toInputs } from "../backward/walk-back.js";
import { ruleOf } from "../rules/derivative/index.js";
import type { RuleContext } from "../rules/derivative/rule.js";
import type { AttributionGraph } from "./attribution-graph.js";
import type { Method } from "./method.js";

/** The context in which derivative rules work: at the activations of the image. */
export function derivativeContext(graph: AttributionGraph): RuleContext {
  return {
    builder: graph.builder,
    network: graph.network,
    valueAt: (name) => graph.valueAt(name),
    routeOf: ({ inputs }) => graph.valueAt(inputs[0]!),
  };
}

/** ∂ score / ∂ every tensor between level and target. */
export function gradients(graph: AttributionGraph): Map<string, Value> {
  const context = derivativeContext(graph);
  return graph.walkBack(graph.weights, (node, g) => toInputs(node, ruleOf(node.operation).pull(context, node, g)));
}

/** ∂ score / ∂ level. */
export function gradientAtLevel(graph: AttributionGraph): Value {
  return gradients(graph).get(graph.subject.level)!;
}

/** Sensitivity map: the derivative of the score with respect to each element of the level. */
export const gradient: Method<"gradient"> = {
  sampling: () => "once",
  finish: ({ form }) => form,
  attribute: gradientAtLevel,
};
