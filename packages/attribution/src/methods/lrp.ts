/**
 * Layer-wise relevance propagation (Bach et al. 2015): the score, handed back layer by layer by rules that keep its sum.
 * Batch norm is merged into linear layers first, as in Montavon et al. 2019; conventions are those of Zennit (Anders et
 * al. 2021). Rules are in rules/lrp, and which layer gets which in rules/lrp/composites.ts.
 *
 *     R_k(q) = weight_k · t_k(q) at the target t, so that the relevance of the target adds up to the score
 */
import { mergeAffine, pruneNetwork, type Value } from "@gipfel/network";
import { linearRuleOf } from "../rules/lrp/composites.js";
import { handRelevance } from "../rules/lrp/hand-relevance.js";
import { relevanceContext } from "../rules/lrp/relevance-context.js";
import type { AttributionGraph } from "./attribution-graph.js";
import type { Method } from "./method.js";

export const lrp: Method<"lrp"> = {
  sampling: () => "once",
  prepare: (network, { target, level }) =>
    mergeAffine(pruneNetwork({ ...network, outputs: [target] }), new Set([target, level])),
  attribute(graph, parameters) {
    const { builder, subject } = graph;
    const context = relevanceContext(graph, linearRuleOf(parameters));
    const start = builder.multiply(graph.valueAt(subject.target), graph.weights);
    const reaching = new Set([subject.level, ...graph.moving.map(({ name }) => name)]);
    const relevance = graph.walkBack(start, (node, ofNode) => {
      const handed = [...handRelevance(context, node, ofNode)];
      noteLost(graph, handed, reaching);
      return handed;
    });
    return relevance.get(subject.level) ?? nothing(graph);
  },
};

/** Says so where relevance goes to tensors that do not depend on the level. */
function noteLost(
  { network, notes, subject }: AttributionGraph,
  handed: readonly (readonly [string, Value])[],
  reaching: ReadonlySet<string>,
): void {
  if (handed.some(([name]) => !reaching.has(name) && network.nodes.has(name))) {
    notes.add(`Part of the relevance goes to tensors that do not depend on ${subject.level}, and is not shown.`);
  }
}

/** All relevance passes the level by, as by a gate. */
function nothing({ builder, levelValue, notes, subject }: AttributionGraph): Value {
  notes.add(`No relevance reaches ${subject.level}.`);
  return builder.multiply(levelValue, builder.scalar(0));
}
