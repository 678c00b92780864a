import type { LinearSegment } from "../plan/pair-paths.js";
import { ruleOf } from "../rules/derivative/index.js";
import type { RuleContext } from "../rules/derivative/rule.js";
import { type BoundRule, type LinearisationPoint, type Manner, valueAtPoint } from "./manner.js";

/** The context of derivative rules at a point; max pools route by what the planner found. */
export function derivativeContextAt(point: LinearisationPoint, { network, paths }: LinearSegment): RuleContext {
  return {
    builder: point.builder,
    network,
    valueAt: (name) => valueAtPoint(point, name),
    routeOf: (node) => valueAtPoint(point, paths.get(node.name)!.route ?? node.inputs[0]!),
  };
}

/** Every operation by its derivative at the point. */
export const bindDerivatives: Manner["bind"] = (point, segment) => {
  const context = derivativeContextAt(point, segment);
  return (operation): BoundRule => {
    const rule = ruleOf(operation);
    return {
      push: (node, dx) => rule.push(context, node, dx),
      pull: (node, g) => rule.pull(context, node, g),
    };
  };
};
