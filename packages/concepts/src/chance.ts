import { distanceMatrix } from "./distances.js";
import type { Effort } from "./effort.js";
import { best, kMeans } from "./k-means.js";
import { normalRows, orthonormalRows } from "./orthonormal-rows.js";
import type { PrincipalComponents } from "./principal-components.js";
import type { RandomSource } from "./random.js";
import { silhouette } from "./silhouette.js";

/** Silhouettes that chance reaches. */
export interface Chance {
  mean: number;
  /** Sample standard deviation over the shuffles. */
  deviation: number;
}

/**
 * The silhouette of as many clusters found in shuffled profiles. Profiles are not stored, so they are shuffled where
 * they are known, in their principal components: the eigenvectors are replaced by a random orthonormal frame of
 * centred vectors (uniform: QR of a Gaussian matrix), the eigenvalues stay. What is left is one cloud of the same
 * covariance without clusters, the null hypothesis of SigClust (Liu, Hayes, Nobel and Marron 2008). Permuting each
 * component over neurons would not do: where one component holds nearly everything it changes nothing.
 *
 * @param clusters at least 2, fewer than neurons
 */
export function chanceSilhouette(
  { scores, eigenvalues }: PrincipalComponents,
  clusters: number,
  { shuffles, shuffleStarts }: Effort,
  random: RandomSource,
): Chance {
  const values = Array.from({ length: shuffles }, () => {
    const points = shuffledScores(scores.length, eigenvalues, random);
    const starts = Array.from({ length: shuffleStarts }, () => kMeans(points, clusters, random.integer()));
    return silhouette(distanceMatrix(points), best(starts).labels, clusters);
  });
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / (values.length - 1)) };
}

/** Scores `[neurons][components]` with mean 0 and exactly the given covariance, in random directions. */
export function shuffledScores(neurons: number, eigenvalues: readonly number[], random: RandomSource): number[][] {
  const components = eigenvalues.length;
  const frame = normalRows(components, neurons, random);
  for (let k = 0; k < components; k++) {
    const row = frame.subarray(k * neurons, (k + 1) * neurons);
    const mean = row.reduce((sum, value) => sum + value / neurons, 0);
    for (let i = 0; i < neurons; i++) row[i] -= mean;
  }
  const basis = orthonormalRows(frame, components, neurons);
  return Array.from({ length: neurons }, (_, i) =>
    eigenvalues.map((value, k) => basis[k * neurons + i] * Math.sqrt(value)),
  );
}
