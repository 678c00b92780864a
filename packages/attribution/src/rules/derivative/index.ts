import type { Operation, OperationType } from "@gipfel/network";
import { averagePoolRule } from "./average-pool.js";
import { binaryRule } from "./binary.js";
import { concatRule } from "./concat.js";
import { convolutionRule } from "./convolution.js";
import { preluRule, scalarRule } from "./elementwise.js";
import { localResponseNormalisationRule } from "./local-response-normalisation.js";
import { matMulRule } from "./mat-mul.js";
import { maxPoolRule } from "./max-pool.js";
import { padRule } from "./pad.js";
import { reduceRule } from "./reduce.js";
import { resampleRule } from "./resample.js";
import { reshapeRule } from "./reshape.js";
import type { Rule } from "./rule.js";
import { sliceRule } from "./slice.js";
import { softmaxRule } from "./softmax.js";
import { transposeRule } from "./transpose.js";
import { comparisonRule, whereRule } from "./where.js";

type RuleTable = { readonly [T in OperationType]?: Rule<Extract<Operation, { type: T }>> };

/** The derivative rule of every operation that can stand in a user's network. */
export const rules: RuleTable = {
  convolution: convolutionRule,
  matMul: matMulRule,
  binary: binaryRule,
  comparison: comparisonRule,
  where: whereRule,
  scalar: scalarRule,
  prelu: preluRule,
  concat: concatRule,
  slice: sliceRule,
  pad: padRule,
  resample: resampleRule,
  reshape: reshapeRule,
  transpose: transposeRule,
  maxPool: maxPoolRule,
  averagePool: averagePoolRule,
  reduce: reduceRule,
  softmax: softmaxRule,
  localResponseNormalisation: localResponseNormalisationRule,
};

/** The rule of an operation. The table pairs each operation type with a rule of just that type. */
export function ruleOf(operation: Operation): Rule<Operation> {
  const rule = rules[operation.type];
  if (!rule) throw new RangeError(`there is no derivative rule for ${operation.type}`);
  return rule as Rule<Operation>;
}
