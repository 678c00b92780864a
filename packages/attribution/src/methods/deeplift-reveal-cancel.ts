import { type NetworkNode, nodeNamed, type Value } from "@gipfel/network";
import { activationRoots } from "../backward/activation-roots.js";
import { toInputs, walkBackAdding } from "../backward/walk-back.js";
import { decompose } from "../prepare/decompose.js";
import { revealCancelRuleOf } from "../rules/reveal-cancel/index.js";
import { innermostRoot } from "../rules/reveal-cancel/innermost-root.js";
import { pullNonlinearity, pushNonlinearity } from "../rules/reveal-cancel/nonlinearity.js";
import { addParts, areEqual, negativePart, positivePart } from "../rules/reveal-cancel/parts.js";
import type { Parts, RevealCancelContext } from "../rules/reveal-cancel/rule.js";
import type { AttributionGraph } from "./attribution-graph.js";
import { differenceContext } from "./deeplift-rescale.js";
import type { Method } from "./method.js";

/** The nonlinear elementwise functions, each with its root; no function reaches over the level. */
function innermostRoots({ network, moving }: AttributionGraph): Map<string, string> {
  const after = new Set(moving);
  const before = [...network.nodes.values()].filter((node) => !after.has(node));
  const outermost = [...activationRoots(network, before), ...activationRoots(network, moving)];
  return new Map(outermost.map(([name, root]) => [name, innermostRoot(network, root, nodeNamed(network, name))]));
}

/** The context in which RevealCancel's rules work; parts are carried forward from the image as far as they are asked for. */
function revealCancelContext(graph: AttributionGraph): RevealCancelContext {
  const { builder, input } = graph;
  const roots = innermostRoots(graph);
  const known = new Map<string, Parts>();
  const context: RevealCancelContext = {
    ...differenceContext(graph),
    constants: graph.constants,
    rootOf: (name) => roots.get(name),
    note: (sentence) => graph.notes.add(sentence),
    partsOf(name) {
      const parts = known.get(name) ?? push(nodeNamed(graph.network, name));
      known.set(name, parts);
      return parts;
    },
  };
  const push = (node: NetworkNode): Parts => {
    if (node.name === input.name) {
      const dx = context.differenceOf(node.name);
      return { plus: positivePart(builder, dx), minus: negativePart(builder, dx) };
    }
    const root = roots.get(node.name);
    return root === undefined
      ? revealCancelRuleOf(node.operation).push(context, node)
      : pushNonlinearity(context, root, node);
  };
  return context;
}

/** The multipliers of the two parts of the level's difference. */
function multipliersAtLevel(
  { builder, moving, subject, weights }: AttributionGraph,
  context: RevealCancelContext,
): Parts {
  const start = { plus: weights, minus: weights };
  const multipliers = walkBackAdding<Parts>(
    (a, b) => addParts(builder, a, b),
    moving,
    [subject.target, start],
    (node, m) => {
      const root = context.rootOf(node.name);
      if (root !== undefined) return [[root, pullNonlinearity(context, root, node, m)]];
      return toInputs(node, revealCancelRuleOf(node.operation).pull(context, node, m));
    },
  );
  return multipliers.get(subject.level)!;
}

/** DeepLIFT with the RevealCancel rule: the positive and the negative part of each difference ⊙ multipliers of their own. */
export const deepliftRevealCancel: Method<"deeplift-reveal-cancel"> = {
  sampling: () => "once",
  prepare: decompose,
  attribute(graph): Value {
    const { builder, subject } = graph;
    const context = revealCancelContext(graph);
    const multipliers = multipliersAtLevel(graph, context);
    if (areEqual(multipliers)) return builder.multiply(context.differenceOf(subject.level), multipliers.plus);
    const parts = context.partsOf(subject.level);
    return builder.add(
      builder.multiply(parts.plus, multipliers.plus),
      builder.multiply(parts.minus, multipliers.minus),
    );
  },
};
