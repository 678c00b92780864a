/**
 * The derivative of a rectifier where it lets nothing through: an image that starts where every ReLU on the way is off
 * has no gradient at all. There, and only there, weights that would push inputs up pass although they are off
 * (tensorflow/lucid, `misc/redirected_relu_grad.py`; Olah, Mordvintsev and Schubert 2017).
 */
import type { NetworkNode, Value } from "@gipfel/network";
import { ruleOf } from "../rules/derivative/index.js";
import type { RuleContext } from "../rules/derivative/rule.js";

export function redirectedPull(context: RuleContext, node: NetworkNode, g: Value): Value {
  const { builder } = context;
  const zero = builder.scalar(0);
  const plain = ruleOf(node.operation).pull(context, node, g)[0]!;
  const on = builder.compare("greater", context.valueAt(node.inputs[0]!), zero);
  const upwards = builder.where(on, zero, builder.scalarFunction({ name: "relu" }, g));
  const axes = plain.shape.slice(1).map((_, axis) => axis + 1);
  const passed = builder.reduce("sum", builder.scalarFunction({ name: "abs" }, plain), axes, true);
  return builder.where(builder.compare("greater", passed, zero), plain, builder.add(plain, upwards));
}
