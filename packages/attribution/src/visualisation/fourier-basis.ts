/**
 * The real discrete Fourier basis of `n` samples, orthonormal; row by row:
 *
 *     row 0            1/√n
 *     row 2k − 1       √(2/n) · cos(2πk t/n)      0 < k < n/2
 *     row 2k           √(2/n) · sin(2πk t/n)
 *     row n − 1        1/√n · (−1)ᵗ               where n is even
 */
import { type Tensor, tensor } from "@gipfel/network";

/** Periods that row `row` has over all samples. */
export function periodsOf(row: number): number {
  return Math.ceil(row / 2);
}

/** @returns `[n, n]`: frequency, sample. */
export function fourierBasis(n: number): Tensor {
  const data = new Float32Array(n * n);
  for (let row = 0; row < n; row++) {
    const periods = periodsOf(row);
    const alone = periods === 0 || 2 * periods === n;
    const amplitude = Math.sqrt((alone ? 1 : 2) / n);
    const wave = row % 2 === 1 || alone ? Math.cos : Math.sin;
    for (let t = 0; t < n; t++) {
      // Whole turns are taken off first: the argument stays small and the values exact.
      data[row * n + t] = amplitude * wave((2 * Math.PI * ((periods * t) % n)) / n);
    }
  }
  return tensor([n, n], data);
}
