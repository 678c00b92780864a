import { Matrix, QrDecomposition } from "ml-matrix";
import type { RandomSource } from "./random.js";

/**
 * An orthonormal basis of the span of the given vectors, by Householder QR (ml-matrix). Stays orthonormal where the
 * vectors are dependent.
 *
 * @param vectors `[count * size]`, one vector a row, count ≤ size
 * @returns `[count * size]`, one basis vector a row
 */
export function orthonormalRows(vectors: Float64Array, count: number, size: number): Float64Array {
  const columns = new Matrix(size, count);
  for (let k = 0; k < count; k++) {
    for (let i = 0; i < size; i++) columns.set(i, k, vectors[k * size + i]);
  }
  const basis = new QrDecomposition(columns).orthogonalMatrix;
  const result = new Float64Array(count * size);
  for (let k = 0; k < count; k++) {
    for (let i = 0; i < size; i++) result[k * size + i] = basis.get(i, k);
  }
  return result;
}

/** `[count * size]` independent standard normal numbers. */
export function normalRows(count: number, size: number, random: RandomSource): Float64Array {
  const result = new Float64Array(count * size);
  for (let p = 0; p < result.length; p++) result[p] = random.normal();
  return result;
}
