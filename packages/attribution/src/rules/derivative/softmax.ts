import type { OperationOf, Value } from "@gipfel/network";
import { mixedChannels } from "../../plan/channel-structure.js";
import type { Rule, RuleContext } from "./rule.js";

/** y ⊙ (d − Σ y·d): the derivative of softmax is symmetric. */
function jacobian({ builder, valueAt }: RuleContext, name: string, axis: number, d: Value): Value {
  const y = valueAt(name);
  const mean = builder.reduce("sum", builder.multiply(y, d), [axis], true);
  return builder.multiply(y, builder.subtract(d, mean));
}

export const softmaxRule: Rule<OperationOf<"softmax">> = {
  structure: () => mixedChannels,
  push: (context, { name, operation }, [dx]) => jacobian(context, name, operation.axis, dx!),
  pull: (context, { name, operation }, g) => [jacobian(context, name, operation.axis, g)],
};
