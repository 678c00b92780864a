import type { Operation } from "@gipfel/network";
import { mixingRule } from "./mixing.js";
import { movingRule } from "./moving.js";
import type { RevealCancelRule } from "./rule.js";
import { binaryScalingRule, negationRule } from "./scaling.js";

/** The rule of an operation that is no nonlinear function of one number. */
export function revealCancelRuleOf(operation: Operation): RevealCancelRule<Operation> {
  switch (operation.type) {
    case "convolution":
    case "matMul":
    case "resample":
      return mixingRule as RevealCancelRule<Operation>;
    case "scalar":
      return negationRule as RevealCancelRule<Operation>;
    case "binary":
      return ["add", "maximum", "minimum"].includes(operation.name)
        ? movingRule
        : (binaryScalingRule as RevealCancelRule<Operation>);
    default:
      return movingRule;
  }
}
