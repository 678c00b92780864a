import type { Operation } from "@gipfel/network";
import { isConstant } from "../derivative/rule.js";
import { differenceRuleOf } from "../rescale/index.js";
import { areEqual, mapParts } from "./parts.js";
import type { RevealCancelContext, RevealCancelRule } from "./rule.js";

/**
 * Operations that weight their inputs with numbers from 0 to 1, as sums, pools and movements do: either part goes on as
 * it is (as in the authors' code, kundajelab/deeplift). A maximum has Rescale's share for both parts, so that they sum
 * to the difference.
 */
export const movingRule: RevealCancelRule<Operation> = {
  push(context, node) {
    noteMaximum(context, node.operation);
    const parts = node.inputs.map((input) => (isConstant(context, input) ? undefined : context.partsOf(input)));
    const rule = differenceRuleOf(node.operation);
    return mapParts((part) =>
      rule.push(
        context,
        node,
        parts.map((own) => own?.[part]),
      ),
    );
  },
  pull(context, node, multipliers) {
    const rule = differenceRuleOf(node.operation);
    const plus = rule.pull(context, node, multipliers.plus);
    if (areEqual(multipliers)) return plus.map((own) => own && { plus: own, minus: own });
    const minus = rule.pull(context, node, multipliers.minus);
    return plus.map((own, i) => own && { plus: own, minus: minus[i]! });
  },
};

/** Parts are asked for only where a nonlinearity follows; before a linear map it is the whole difference that counts. */
function noteMaximum({ note }: RevealCancelContext, operation: Operation): void {
  if (operation.type !== "maxPool" && !(operation.type === "binary" && operation.name !== "add")) return;
  note(
    "a maximum is followed by a nonlinearity without a linear map between, for which RevealCancel has no rule: both parts of the difference pass the maximum by Rescale's multiplier",
  );
}
