import type { NetworkBuilder, Value } from "@gipfel/network";
import type { Parts } from "./rule.js";

/** max(x, 0) */
export function positivePart(builder: NetworkBuilder, x: Value): Value {
  return builder.scalarFunction({ name: "relu" }, x);
}

/** min(x, 0) */
export function negativePart(builder: NetworkBuilder, x: Value): Value {
  return builder.binary("minimum", x, builder.scalar(0));
}

export function addParts(builder: NetworkBuilder, a: Parts, b: Parts): Parts {
  return mapParts((part) => builder.add(a[part], b[part]));
}

export function mapParts(of: (part: keyof Parts) => Value): Parts {
  return { plus: of("plus"), minus: of("minus") };
}

/** Whether both parts have the same multiplier, so that only their sum matters. */
export function areEqual({ plus, minus }: Parts): boolean {
  return plus.name === minus.name;
}
