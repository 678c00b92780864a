import type { RandomSource } from "./random.js";

/**
 * An orthonormal basis of the span of the given vectors, by Householder QR (Golub and Van Loan 2013, algorithms 5.2.1
 * and 5.1.2). Stays orthonormal where the vectors are dependent. Vectors are rows, so that every loop runs in memory
 * order; the subspace iteration spends its time here and in `symmetricProduct`.
 *
 * @param vectors `[count * size]`, one vector a row, count ≤ size; not changed
 * @returns `[count * size]`, one basis vector a row
 */
export function orthonormalRows(vectors: Float64Array, count: number, size: number): Float64Array {
  const reflectors = vectors.slice();
  for (let k = 0; k < count; k++) {
    makeReflector(reflectors, k, size);
    reflectRows(reflectors, k, reflectors, k + 1, count, size);
  }
  const basis = new Float64Array(count * size);
  for (let k = count - 1; k >= 0; k--) {
    basis[k * size + k] = 1;
    reflectRows(reflectors, k, basis, k, count, size);
  }
  return basis;
}

/** `[count * size]` independent standard normal numbers. */
export function normalRows(count: number, size: number, random: RandomSource): Float64Array {
  const result = new Float64Array(count * size);
  for (let p = 0; p < result.length; p++) result[p] = random.normal();
  return result;
}

/**
 * Turns entries k … of row k into v of length √2, so that H = I − v vᵀ takes them to a multiple of the k-th unit
 * vector. A row of zeros stays: H = I.
 */
function makeReflector(rows: Float64Array, k: number, size: number): void {
  const [first, end] = [k * size + k, (k + 1) * size];
  let square = 0;
  for (let p = first; p < end; p++) square += rows[p] * rows[p];
  if (square === 0) return;
  const norm = Math.sqrt(square);
  // Away from zero, so that nothing cancels: |v|² = 2 (|x|² + |x||x_k|).
  const scale = 1 / Math.sqrt(square + norm * Math.abs(rows[first]));
  rows[first] += rows[first] < 0 ? -norm : norm;
  for (let p = first; p < end; p++) rows[p] *= scale;
}

/** Applies reflector k to the rows `from … to − 1` of `target`, four at a time. */
function reflectRows(
  reflectors: Float64Array,
  k: number,
  target: Float64Array,
  from: number,
  to: number,
  size: number,
): void {
  const v = reflectors.subarray(k * size + k, (k + 1) * size);
  let row = from;
  for (; row + 4 <= to; row += 4) reflectFour(v, target, row * size + k, size);
  for (; row < to; row++) {
    const start = row * size + k;
    let sum = 0;
    for (let p = 0; p < v.length; p++) sum += v[p] * target[start + p];
    for (let p = 0; p < v.length; p++) target[start + p] -= sum * v[p];
  }
}

function reflectFour(v: Float64Array, target: Float64Array, start: number, size: number): void {
  const [t0, t1, t2, t3] = [start, start + size, start + 2 * size, start + 3 * size];
  let [s0, s1, s2, s3] = [0, 0, 0, 0];
  for (let p = 0; p < v.length; p++) {
    const x = v[p];
    s0 += x * target[t0 + p];
    s1 += x * target[t1 + p];
    s2 += x * target[t2 + p];
    s3 += x * target[t3 + p];
  }
  for (let p = 0; p < v.length; p++) {
    const x = v[p];
    target[t0 + p] -= s0 * x;
    target[t1 + p] -= s1 * x;
    target[t2 + p] -= s2 * x;
    target[t3 + p] -= s3 * x;
  }
}
