import type { NetworkBuilder, Value } from "@gipfel/network";
import type { DifferenceContext } from "./rule.js";

/** (x + y) / 2 */
export function halfSum(builder: NetworkBuilder, x: Value, y: Value): Value {
  return x.name === y.name ? x : builder.multiply(builder.add(x, y), builder.scalar(0.5));
}

/** (x + x') / 2: a tensor half-way between baseline and image. */
export function halfWay(context: DifferenceContext, name: string): Value {
  return halfSum(context.builder, context.valueAt(name), context.baselineAt(name));
}
