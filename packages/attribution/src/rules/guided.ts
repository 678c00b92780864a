import type { NetworkNode, Operation, Value } from "@gipfel/network";
import { ruleOf } from "./derivative/index.js";
import type { RuleContext } from "./derivative/rule.js";

/** ReLU, and a clip that starts at 0 (ReLU6). */
export function isRectifier(operation: Operation): boolean {
  if (operation.type !== "scalar") return false;
  const { function: f } = operation;
  return f.name === "relu" || (f.name === "clip" && f.minimum === 0);
}

/** relu′(x) ⊙ relu(g): neither what was cut off on the way forward nor what counts against the target passes. */
export function guidedPull(context: RuleContext, node: NetworkNode, g: Value): Value {
  const positive = context.builder.scalarFunction({ name: "relu" }, g);
  return ruleOf(node.operation).pull(context, node, positive)[0]!;
}
