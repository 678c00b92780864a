import type { Operation } from "@gipfel/network";
import { ruleOf } from "../derivative/index.js";
import { binaryRule } from "./binary.js";
import { matMulRule } from "./mat-mul.js";
import { maxPoolRule } from "./max-pool.js";
import { reduceMaximumRule } from "./reduce-maximum.js";
import type { DifferenceRule } from "./rule.js";
import { selectionRule } from "./selection.js";

/**
 * The rule of an operation that is no nonlinear function of one number: linear ones are their own derivative at every
 * point.
 */
export function differenceRuleOf(operation: Operation): DifferenceRule<Operation> {
  return special(operation) ?? ruleOf(operation);
}

function special(operation: Operation): DifferenceRule<Operation> | undefined {
  switch (operation.type) {
    case "binary":
      return binaryRule as DifferenceRule<Operation>;
    case "where":
      return selectionRule as DifferenceRule<Operation>;
    case "matMul":
      return matMulRule as DifferenceRule<Operation>;
    case "maxPool":
      return maxPoolRule as DifferenceRule<Operation>;
    case "reduce":
      return operation.name === "max" ? (reduceMaximumRule as DifferenceRule<Operation>) : undefined;
    default:
      return undefined;
  }
}
