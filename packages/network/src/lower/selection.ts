/** Picking along an axis by index, as the constant matrix of a resampling. */
import { filled, type Tensor } from "../tensor.js";

/** `[size, indices]`: one 1 in each column. Index i of the output is index `indices[i]` of the input. */
export function selectionMatrix(size: number, indices: readonly number[]): Tensor {
  const matrix = filled([size, indices.length], 0);
  indices.forEach((index, o) => {
    if (!(index >= 0 && index < size)) throw new RangeError(`index ${index} along an axis of ${size}`);
    matrix.data[index * indices.length + o] = 1;
  });
  return matrix;
}

/** Ways to fill a pad from the values inside: mirrored about the border value, the border value itself, or from the other end. */
export type PadMode = "reflect" | "symmetric" | "edge" | "wrap";

/** The input index of each position of an axis that is padded. */
export function paddedIndices(mode: PadMode, size: number, before: number, after: number): number[] {
  const most = mode === "reflect" ? size - 1 : mode === "edge" ? Number.POSITIVE_INFINITY : size;
  if (before > most || after > most) {
    throw new RangeError(`padding of ${Math.max(before, after)} in mode ${mode} along an axis of ${size}`);
  }
  return Array.from({ length: before + size + after }, (_, o) => inside(mode, o - before, size));
}

function inside(mode: PadMode, at: number, size: number): number {
  if (at >= 0 && at < size) return at;
  const last = size - 1;
  switch (mode) {
    case "edge":
      return at < 0 ? 0 : last;
    case "wrap":
      return (at + size) % size;
    case "reflect":
      return at < 0 ? -at : 2 * last - at;
    case "symmetric":
      return at < 0 ? -at - 1 : 2 * last + 1 - at;
  }
}
