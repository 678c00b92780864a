import { best, kMeansFrom } from "../../k-means.js";
import { MAX_COMPONENTS } from "../../principal-components.js";
import { createRandom } from "../../random.js";
import type { FitOptions } from "../fit-options.js";
import { unitRows } from "../unit-rows.js";
import { vectorComponents } from "../vector-components.js";
import { spreadStart } from "./spread-start.js";

/** How thoroughly vectors are clustered. */
export interface ClusteringEffort {
  /** k-means starts; the best is taken. */
  readonly starts: number;
  readonly maxIterations: number;
}

const THOROUGH: ClusteringEffort = { starts: 4, maxIterations: 100 };
/**
 * Directions in which activation vectors point again and again: vectors scaled to unit length, PCA by ml-pca, k-means
 * by ml-kmeans from several k-means++ starts; of each cluster the mean of its vectors, scaled to unit length. More
 * frequent ones come first.
 *
 * @param vectors `[n * channels]`, none of them zero
 * @returns `[K * channels]`; no more than there are distinct vectors
 */
export function clusterVectors(
  vectors: Float64Array,
  n: number,
  channels: number,
  { count, seed, components }: FitOptions,
  { starts: tries, maxIterations }: ClusteringEffort = THOROUGH,
): Float64Array {
  if (n === 0) return new Float64Array(0);
  const unit = unitRows(vectors.slice(), n, channels);
  const scores = vectorScores(unit, n, channels, components, seed);
  const random = createRandom(seed);
  const starts = Array.from({ length: tries }, () => spreadStart(scores, count, random));
  const { labels } = best(starts.map((start) => kMeansFrom(scores, start, maxIterations)));
  return centroids(unit, labels, channels);
}

function vectorScores(unit: Float64Array, n: number, channels: number, components: number, seed: number): number[][] {
  const { values, vectors, variance } = vectorComponents(unit, n, channels, MAX_COMPONENTS, seed);
  let kept = 0;
  let explained = 0;
  while (kept < values.length && values[kept] > 0) {
    if (components < 1 ? explained >= components * variance : kept >= components) break;
    explained += values[kept];
    kept += 1;
  }
  return Array.from({ length: n }, (_, row) =>
    Array.from({ length: Math.max(1, kept) }, (_, k) => {
      let sum = 0;
      for (let i = 0; i < channels; i++) sum += unit[row * channels + i] * vectors[k * channels + i];
      return sum;
    }),
  );
}

function centroids(unit: Float64Array, labels: readonly number[], channels: number): Float64Array {
  const count = labels.reduce((most, label) => Math.max(most, label + 1), 0);
  const sizes = new Int32Array(count);
  const sums = new Float64Array(count * channels);
  labels.forEach((label, n) => {
    sizes[label] += 1;
    for (let i = 0; i < channels; i++) sums[label * channels + i] += unit[n * channels + i];
  });
  const order = [...sizes.keys()].sort((a, b) => sizes[b] - sizes[a] || a - b);
  const rows = new Float64Array(count * channels);
  order.forEach((label, k) => {
    rows.set(sums.subarray(label * channels, (label + 1) * channels), k * channels);
  });
  return unitRows(rows, count, channels);
}
