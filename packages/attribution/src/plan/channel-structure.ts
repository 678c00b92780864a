import { fixedSize, isBatched, type Shape } from "@gipfel/network";

/**
 * How the elements of a node's output depend on those of one input, as far as channels are concerned:
 * - `channels`: output channel `o` (axis 1) depends on input channel `map[o]` alone (−1: on none; null: on `o`);
 * - `elements`: output element `e` (within an image) is input element `map[e]`;
 * - `mixing`: channels are mixed.
 */
export type ChannelStructure =
  | { readonly kind: "channels"; readonly map: Int32Array | null }
  | { readonly kind: "elements"; readonly map: Int32Array }
  | { readonly kind: "mixing" };

export const sameChannels: ChannelStructure = { kind: "channels", map: null };
export const mixedChannels: ChannelStructure = { kind: "mixing" };

/** Element shape: without the batch. */
export function elementShape(shape: Shape): number[] {
  const inner = isBatched(shape) ? shape.slice(1) : shape;
  return inner.map((dimension) => {
    if (typeof dimension !== "number") throw new RangeError("a dimension other than the batch is open");
    return dimension;
  });
}

/** For a transposition with `permutation` (batch axis included, in place): the input element of each output element. */
export function transposedElements(shape: Shape, permutation: readonly number[]): Int32Array {
  const from = elementShape(shape);
  const axes = permutation.slice(1).map((axis) => axis - 1);
  const strides = from.map((_, axis) => fixedSize(from.slice(axis + 1)));
  const sizes = axes.map((axis) => from[axis]!);
  const steps = axes.map((axis) => strides[axis]!);
  const map = new Int32Array(fixedSize(from));
  const index = new Array<number>(sizes.length).fill(0);
  let element = 0;
  for (let e = 0; e < map.length; e += 1) {
    map[e] = element;
    for (let axis = sizes.length - 1; axis >= 0; axis -= 1) {
      index[axis]! += 1;
      element += steps[axis]!;
      if (index[axis]! < sizes[axis]!) break;
      element -= sizes[axis]! * steps[axis]!;
      index[axis] = 0;
    }
  }
  return map;
}
