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

/** This many shuffles come first; they decide by themselves where the found silhouette is this clear. */
const FIRST_SHUFFLES = 4;
const CLEAR_DEVIATIONS = 12;

/**
 * The silhouette of as many clusters found in shuffled profiles. Profiles are not stored, so they are shuffled where
 * they are known, in their principal components: the eigenvectors are replaced by a random orthonormal frame of
 * centred vectors (uniform: QR of a Gaussian matrix), the eigenvalues stay. What is left is one cloud of the same
 * covariance without clusters, the null hypothesis of SigClust (Liu, Hayes, Nobel and Marron 2008). Permuting each
 * component over neurons would not do: where one component holds nearly everything it changes nothing.
 *
 * @param found the silhouette to compare; no more shuffles are made once it is far above those made
 * @param clusters at least 2, fewer than neurons
 */
export function chanceSilhouette(
  { scores, eigenvalues }: PrincipalComponents,
  found: number,
  clusters: number,
  { shuffles, shuffleStarts }: Effort,
  random: RandomSource,
): Chance {
  const values: number[] = [];
  let chance: Chance = { mean: 0, deviation: 0 };
  while (values.length < shuffles) {
    const points = shuffledScores(scores.length, eigenvalues, random);
    const distances = distanceMatrix(points);
    const starts = Array.from({ length: shuffleStarts }, () => kMeans(points, distances, clusters, random.integer()));
    values.push(silhouette(distances, best(starts).labels, clusters));
    chance = meanAndDeviation(values);
    if (values.length >= FIRST_SHUFFLES && found > chance.mean + CLEAR_DEVIATIONS * chance.deviation) break;
  }
  return chance;
}

function meanAndDeviation(values: readonly number[]): Chance {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / Math.max(1, values.length - 1)) };
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
  const deviations = eigenvalues.map(Math.sqrt);
  return Array.from({ length: neurons }, (_, i) =>
    deviations.map((deviation, k) => basis[k * neurons + i] * deviation),
  );
}
