import type { Value } from "@gipfel/network";
import { activationRoots } from "../backward/activation-roots.js";
import { toInputs } from "../backward/walk-back.js";
import { decompose } from "../prepare/decompose.js";
import { differenceRuleOf } from "../rules/rescale/index.js";
import { rescaleMultiplier } from "../rules/rescale/nonlinearity.js";
import type { DifferenceContext } from "../rules/rescale/rule.js";
import type { AttributionGraph } from "./attribution-graph.js";
import { derivativeContext } from "./gradient.js";
import type { Method } from "./method.js";

/** The context in which difference rules work: at the activations of image and baseline. */
export function differenceContext(graph: AttributionGraph): DifferenceContext {
  return {
    ...derivativeContext(graph),
    baselineAt: (name) => graph.baselineAt(name),
    differenceOf: (name) => graph.builder.subtract(graph.valueAt(name), graph.baselineAt(name)),
  };
}

/** The multiplier of the score at the level: Σ m · Δ level = Δ score where all paths lead through the level. */
function multiplierAtLevel(graph: AttributionGraph, context: DifferenceContext): Value {
  const roots = activationRoots(graph.network, graph.moving);
  const multipliers = graph.walkBack(graph.weights, (node, m) => {
    const root = roots.get(node.name);
    if (root === undefined) return toInputs(node, differenceRuleOf(node.operation).pull(context, node, m));
    return [[root, graph.builder.multiply(m, rescaleMultiplier(context, graph.constants, root, node))]];
  });
  return multipliers.get(graph.subject.level)!;
}

/** DeepLIFT with the Rescale rule: the difference from the baseline ⊙ multipliers that are mean slopes. */
export const deepliftRescale: Method<"deeplift-rescale"> = {
  sampling: () => "once",
  prepare: decompose,
  attribute(graph) {
    const context = differenceContext(graph);
    return graph.builder.multiply(context.differenceOf(graph.subject.level), multiplierAtLevel(graph, context));
  },
};
