import { eigenpairs, leadingEigenpairs } from "../eigenpairs.js";
import { createRandom } from "../random.js";

/** Up to this many neurons the whole decomposition is taken. */
const FULL_DECOMPOSITION = 127;

/** Principal components of activation vectors. */
export interface VectorComponents {
  /** `[C]` */
  readonly mean: Float64Array;
  /** Variances, falling. */
  readonly values: Float64Array;
  /** Orthonormal directions, `[values.length * C]`. */
  readonly vectors: Float64Array;
  /** The whole variance. */
  readonly variance: number;
}

/**
 * PCA of vectors, by ml-pca on their covariance.
 *
 * @param rows `[n * channels]`
 * @param most components wanted; there may be fewer
 */
export function vectorComponents(
  rows: ArrayLike<number>,
  n: number,
  channels: number,
  most: number,
  seed: number,
): VectorComponents {
  const { covariance, mean } = covarianceOf(rows, n, channels);
  let variance = 0;
  for (let i = 0; i < channels; i++) variance += covariance[i * channels + i];
  const { values, vectors } =
    channels <= FULL_DECOMPOSITION
      ? eigenpairs(covariance, channels)
      : leadingEigenpairs(covariance, channels, Math.min(most, channels), createRandom(-1 - seed));
  const count = Math.min(most, values.length);
  return { mean, values: values.slice(0, count), vectors: vectors.slice(0, count * channels), variance };
}

function covarianceOf(rows: ArrayLike<number>, n: number, channels: number) {
  const covariance = new Float64Array(channels * channels);
  const mean = new Float64Array(channels);
  for (let row = 0; row < n; row++) {
    const start = row * channels;
    for (let i = 0; i < channels; i++) {
      const value = rows[start + i] / n;
      if (value === 0) continue;
      mean[i] += value;
      for (let j = 0; j <= i; j++) covariance[i * channels + j] += value * rows[start + j];
    }
  }
  for (let i = 0; i < channels; i++) {
    for (let j = 0; j <= i; j++) {
      covariance[i * channels + j] -= mean[i] * mean[j];
      covariance[j * channels + i] = covariance[i * channels + j];
    }
  }
  return { covariance, mean };
}
