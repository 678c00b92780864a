import { type Dimension, describeShape, type Shape } from "../shape.js";

function broadcastDimension(a: Dimension, b: Dimension): Dimension | undefined {
  if (a === b || b === 1) return a;
  if (a === 1) return b;
  return undefined;
}

/** The common shape of two operands under NumPy's rules. */
export function broadcastShapes(a: Shape, b: Shape): Shape {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, axis) => {
    const left = a[axis - rank + a.length] ?? 1;
    const right = b[axis - rank + b.length] ?? 1;
    const dimension = broadcastDimension(left, right);
    if (dimension === undefined) throw new RangeError(`${describeShape(a)} and ${describeShape(b)} do not broadcast`);
    return dimension;
  });
}

/** Shape of a batched matrix product, after the transpositions. */
export function matMulShape(a: Shape, b: Shape, transposeA: boolean, transposeB: boolean): Shape {
  if (a.length < 2 || b.length < 2)
    throw new RangeError(`matrix product of ${describeShape(a)} and ${describeShape(b)}`);
  const [rows, innerA] = transposeA ? [a.at(-1)!, a.at(-2)!] : [a.at(-2)!, a.at(-1)!];
  const [innerB, columns] = transposeB ? [b.at(-1)!, b.at(-2)!] : [b.at(-2)!, b.at(-1)!];
  if (innerA !== innerB) throw new RangeError(`matrix product of ${describeShape(a)} and ${describeShape(b)}`);
  return [...broadcastShapes(a.slice(0, -2), b.slice(0, -2)), rows, columns];
}
