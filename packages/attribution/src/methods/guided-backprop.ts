import { GipfelError } from "@gipfel/contracts";
import type { NetworkNode, Value } from "@gipfel/network";
import { toInputs } from "../backward/walk-back.js";
import { activationInputs, isAffineElementwise, isElementwise } from "../plan/elementwise.js";
import { ruleOf } from "../rules/derivative/index.js";
import { guidedPull, isRectifier } from "../rules/guided.js";
import type { AttributionGraph } from "./attribution-graph.js";
import { derivativeContext } from "./gradient.js";
import type { Method } from "./method.js";

/** What arrives at every tensor when rectifiers let only positive weights through. */
export function guidedGradients(graph: AttributionGraph): Map<string, Value> {
  checkRectifiers(graph);
  const context = derivativeContext(graph);
  return graph.walkBack(graph.weights, (node, g) =>
    toInputs(
      node,
      isRectifier(node.operation) ? [guidedPull(context, node, g)] : ruleOf(node.operation).pull(context, node, g),
    ),
  );
}

/** @throws GipfelError METHOD_UNDEFINED unless all nonlinearities are rectifiers or max pools, and there is one. */
function checkRectifiers({ network, moving }: AttributionGraph): void {
  const foreign = moving.find((node) => isNonlinear(network, node) && !isRectifier(node.operation));
  if (foreign) {
    throw new GipfelError(
      "METHOD_UNDEFINED",
      `guided backpropagation is defined for ReLU only; ${foreign.name} is ${describe(foreign)}`,
    );
  }
  if (!moving.some(({ operation }) => isRectifier(operation))) {
    throw new GipfelError(
      "METHOD_UNDEFINED",
      "guided backpropagation needs a ReLU between level and target; there is none, take gradient",
    );
  }
}

function isNonlinear(network: AttributionGraph["network"], node: NetworkNode): boolean {
  if (node.operation.type === "softmax" || node.operation.type === "localResponseNormalisation") return true;
  const several = activationInputs(network, node).length > 1;
  if (node.operation.type === "binary" && several) return !["add", "subtract"].includes(node.operation.name);
  if (node.operation.type === "matMul") return several;
  return isElementwise(network, node) && !isAffineElementwise(network, node);
}

function describe({ operation }: NetworkNode): string {
  if (operation.type === "scalar") return `a ${operation.function.name}`;
  return operation.type === "binary" ? `a ${operation.name} of two tensors` : `a ${operation.type}`;
}

export const guidedBackprop: Method<"guided-backprop"> = {
  sampling: () => "once",
  attribute: (graph) => guidedGradients(graph).get(graph.subject.level)!,
};
