/** One dimension: a size, or a symbol such as `"N"` (images in the batch) whose size is known only when the network runs. */
export type Dimension = number | string;
export type Shape = readonly Dimension[];

/** The batch dimension of every activation. */
export const BATCH = "N";

/** Number of elements behind the symbolic dimensions: the product of all numeric ones. */
export function fixedSize(shape: Shape): number {
  return shape.reduce<number>((size, dimension) => (typeof dimension === "number" ? size * dimension : size), 1);
}

/** Of the fixed dimensions of one tensor: 8 GiB for each image. */
const mostElements = 2 ** 31;

/** The shape, unless no tensor can have it; RangeError for sizes that are no natural numbers or too large together. */
export function checkedShape(shape: Shape): Shape {
  const isPossible = shape.every((size) => typeof size === "string" || (Number.isSafeInteger(size) && size >= 0));
  if (!isPossible) throw new RangeError(`it would make the impossible shape ${describeShape(shape)}`);
  if (fixedSize(shape) > mostElements) {
    throw new RangeError(
      `it would make a tensor ${describeShape(shape)}, which is too large; 2^31 values are the most`,
    );
  }
  return shape;
}

export function isBatched(shape: Shape): boolean {
  return shape[0] === BATCH;
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dimension, axis) => dimension === b[axis]);
}

export function describeShape(shape: Shape): string {
  return `[${shape.join(", ")}]`;
}

/** The dimension at `axis` as a number; throws where it is symbolic. */
export function fixedDimension(shape: Shape, axis: number): number {
  const dimension = shape[axis];
  if (typeof dimension !== "number") throw new RangeError(`axis ${axis} of ${describeShape(shape)} has no fixed size`);
  return dimension;
}

/** `axis` counted from the front, for −rank ≤ axis < rank. */
export function normaliseAxis(axis: number, rank: number): number {
  const normal = axis < 0 ? axis + rank : axis;
  if (!Number.isInteger(normal) || normal < 0 || normal >= rank)
    throw new RangeError(`axis ${axis} of a tensor of rank ${rank}`);
  return normal;
}
