import type { ProfileStatistics } from "./profile-statistics.js";

/**
 * A neuron whose variance is below this fraction of its mean square is taken for constant. Gram matrices are sums of
 * float32 products, so less than this is rounding, not a profile.
 */
const CONSTANT_FRACTION = 1e-6;

/**
 * Correlation matrix of neuron profiles, R_ij = C_ij / √(C_ii C_jj) with C = K − ssᵀ/n, clamped to [−1, 1] with ones
 * on the diagonal. A constant neuron has no direction: its standardised profile is the zero vector, so its row, its
 * column and its diagonal entry are 0 and R stays a Gram matrix.
 *
 * @param neurons which neurons, in which order; all of them by default
 * @returns `[m * m]` row-major for `m` neurons
 */
export function correlation(
  stats: ProfileStatistics,
  neurons: readonly number[] = Array.from({ length: stats.neurons }, (_, i) => i),
): Float64Array {
  const { gram, sums, count, neurons: total } = stats;
  const size = neurons.length;
  const inverseNorm = Float64Array.from(neurons, (i) => {
    const variance = centredSquare(stats, i);
    return variance > CONSTANT_FRACTION * gram[i * total + i] ? 1 / Math.sqrt(variance) : 0;
  });
  const result = new Float64Array(size * size);
  for (let a = 0; a < size; a++) {
    const row = neurons[a] * total;
    result[a * size + a] = inverseNorm[a] > 0 ? 1 : 0;
    for (let b = 0; b < a; b++) {
      const covariance = gram[row + neurons[b]] - (sums[neurons[a]] * sums[neurons[b]]) / count;
      const value = Math.max(-1, Math.min(1, covariance * (inverseNorm[a] * inverseNorm[b])));
      result[a * size + b] = value;
      result[b * size + a] = value;
    }
  }
  return result;
}

/** Σ (x − mean)² of one neuron's profile: C_ii, the variance times the number of columns. */
export function centredSquare(stats: ProfileStatistics, neuron: number): number {
  return stats.gram[neuron * stats.neurons + neuron] - stats.sums[neuron] ** 2 / stats.count;
}

/**
 * H R H with H = I − 11ᵀ/m: the Gram matrix of the rows after their common mean is taken off (Schölkopf, Smola and
 * Müller 1998, appendix A). Row and column sums of the result are 0.
 *
 * @param matrix symmetric, `[size * size]`; not changed
 */
export function centreOverNeurons(matrix: Float64Array, size: number): Float64Array {
  const means = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) means[i] += matrix[i * size + j] / size;
  }
  const grandMean = means.reduce((sum, mean) => sum + mean / size, 0);
  const result = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      result[i * size + j] = matrix[i * size + j] - (means[i] + means[j] - grandMean);
    }
  }
  return result;
}
