import { filled, type NetworkBuilder, type Shape, type Value } from "@gipfel/network";

const isFixed = (dimension: number | string): dimension is number => typeof dimension === "number";

/** `x` repeated along axes of size 1 up to `shape`; its batch axis stays what it is. */
export function expandTo(builder: NetworkBuilder, x: Value, shape: Shape): Value {
  const missing = shape.map((dimension, axis) =>
    axis > 0 && isFixed(dimension) && x.shape[axis] === 1 ? dimension : 1,
  );
  if (missing.every((n) => n === 1)) return x;
  return builder.multiply(x, builder.constant(filled(missing, 1)));
}

/** The adjoint: sums over the axes along which `shape` was repeated. */
export function sumTo(builder: NetworkBuilder, g: Value, shape: Shape): Value {
  const axes = shape.flatMap((dimension, axis) => (axis > 0 && dimension === 1 && g.shape[axis] !== 1 ? [axis] : []));
  return builder.reduce("sum", g, axes, true);
}

/** `x` repeated over the images where it is the same for all: `[1, …]` to `[N, …]`, like `batched`. */
export function expandBatch(builder: NetworkBuilder, x: Value, batched: Value): Value {
  if (x.shape[0] !== 1 || batched.shape[0] === 1) return x;
  return builder.add(x, builder.multiply(batched, builder.scalar(0)));
}

/** The shape of a tensor of the network for a value that may be the same for all images. */
export function withBatchOf(value: Value, shape: Shape): Shape {
  return [value.shape[0]!, ...shape.slice(1)];
}
