/**
 * Y = Q A for a symmetric A, the hot loop of the subspace iteration. Vectors are rows, so that both operands are read
 * in memory order; a tile of 2 rows of A by 4 vectors keeps eight sums in registers.
 *
 * @param matrix A, `[size * size]`, symmetric
 * @param vectors Q, `[count * size]`, one vector a row
 * @returns Y, `[count * size]`: row k is A times vector k
 */
export function symmetricProduct(
  matrix: Float64Array,
  size: number,
  vectors: Float64Array,
  count: number,
): Float64Array {
  const result = new Float64Array(count * size);
  const tiledRows = size - (size % 2);
  const tiledVectors = count - (count % 4);
  for (let i = 0; i < tiledRows; i += 2) {
    for (let k = 0; k < tiledVectors; k += 4) multiplyTile(matrix, size, vectors, result, i, k);
  }
  for (let k = 0; k < count; k++) {
    for (let i = k < tiledVectors ? tiledRows : 0; i < size; i++) {
      result[k * size + i] = dot(matrix, i * size, vectors, k * size, size);
    }
  }
  return result;
}

/** Σ a[aStart + p] · b[bStart + p] over `length` entries. */
export function dot(a: Float64Array, aStart: number, b: Float64Array, bStart: number, length: number): number {
  let sum = 0;
  for (let p = 0; p < length; p++) sum += a[aStart + p] * b[bStart + p];
  return sum;
}

function multiplyTile(
  matrix: Float64Array,
  size: number,
  vectors: Float64Array,
  result: Float64Array,
  i: number,
  k: number,
): void {
  const [row0, row1] = [i * size, (i + 1) * size];
  const [q0, q1, q2, q3] = [k * size, (k + 1) * size, (k + 2) * size, (k + 3) * size];
  let [s00, s01, s02, s03, s10, s11, s12, s13] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let p = 0; p < size; p++) {
    const a = matrix[row0 + p];
    const b = matrix[row1 + p];
    const v0 = vectors[q0 + p];
    const v1 = vectors[q1 + p];
    const v2 = vectors[q2 + p];
    const v3 = vectors[q3 + p];
    s00 += a * v0;
    s01 += a * v1;
    s02 += a * v2;
    s03 += a * v3;
    s10 += b * v0;
    s11 += b * v1;
    s12 += b * v2;
    s13 += b * v3;
  }
  result[q0 + i] = s00;
  result[q1 + i] = s01;
  result[q2 + i] = s02;
  result[q3 + i] = s03;
  result[q0 + i + 1] = s10;
  result[q1 + i + 1] = s11;
  result[q2 + i + 1] = s12;
  result[q3 + i + 1] = s13;
}
