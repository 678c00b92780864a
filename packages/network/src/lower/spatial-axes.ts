/**
 * Tensors with one or three spatial axes as images, since every operation and rule is about images: a signal
 * `[N, C, L]` has height 1, and the planes of a volume `[N, C, D, H, W]` lie one below the other, `[N, C, D·H, W]`.
 */
import type { NetworkBuilder, Value } from "../builder.js";
import { fixedDimension, type Shape } from "../shape.js";

/** The shape as an image; images and what has no positions stay. */
export function imageForm(shape: Shape): Shape {
  if (shape.length === 3) return [shape[0]!, shape[1]!, 1, shape[2]!];
  if (shape.length !== 5) return shape;
  return [shape[0]!, shape[1]!, fixedDimension(shape, 2) * fixedDimension(shape, 3), shape[4]!];
}

export function asImage(builder: NetworkBuilder, x: Value): Value {
  return builder.reshape(x, imageForm(x.shape));
}
