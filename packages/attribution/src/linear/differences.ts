/** DeepLIFT's Rescale through a segment: it adds up to the target's difference, operation by operation. */
import type { Network, NetworkNode } from "@gipfel/network";
import { nodeNamed } from "@gipfel/network";
import { activationRoots } from "../backward/activation-roots.js";
import { movingInputs } from "../plan/elementwise.js";
import type { LinearSegment } from "../plan/pair-paths.js";
import type { NodePath } from "../plan/path-degree.js";
import { reachableNodes } from "../plan/reachable-nodes.js";
import { expandBatch, expandTo } from "../rules/broadcasting.js";
import { differenceRuleOf } from "../rules/rescale/index.js";
import type { DifferenceContext } from "../rules/rescale/rule.js";
import { derivativeContextAt } from "./derivatives.js";
import type { LinearisationPoint, Manner } from "./manner.js";
import { meanSlope } from "./mean-slopes.js";

function contextAt(point: LinearisationPoint, segment: LinearSegment): DifferenceContext {
  const { builder, baseline, constants } = point;
  const derivative = derivativeContextAt(point, segment);
  return {
    ...derivative,
    /** Baselines are kept as small as they go; the rules of windows and products want them whole. */
    baselineAt(name) {
      const value = baseline.get(name);
      if (!value) return constants.get(name)!;
      const whole = expandTo(builder, value, nodeNamed(segment.network, name).shape);
      return expandBatch(builder, whole, derivative.valueAt(name));
    },
    differenceOf: (name) => builder.subtract(derivative.valueAt(name), baseline.get(name)!),
  };
}

export const differences: Manner = {
  complete: true,
  slope: meanSlope,
  bind(point, segment) {
    const context = contextAt(point, segment);
    return (operation) => {
      const rule = differenceRuleOf(operation);
      return {
        push: (node, dx) => rule.push(context, node, dx),
        pull: (node, m) => rule.pull(context, node, m),
      };
    };
  },
};

/** A segment in which nonlinear functions of one tensor are one step, and every other operation another. */
export function differenceSegment(network: Network, target: string, nodes: readonly NetworkNode[]): LinearSegment {
  const roots = activationRoots(network, nodes);
  const paths = new Map(
    nodes.map((node): [string, NodePath] => {
      const root = roots.get(node.name);
      const step = root === undefined ? "linear" : "function";
      const dependencies = root === undefined ? movingInputs(network, node) : [root];
      return [node.name, { degree: "beyond", step, dependencies }];
    }),
  );
  return { network, target, nodes: reachableNodes(nodes, target, paths), paths };
}
