import type { RandomSource } from "./random.js";

/**
 * Points that k-means starts from: k-means++ (Arthur and Vassilvitskii 2007), each the best of 2 + ⌊ln k⌋ drawn by
 * squared distance to the nearest one chosen before (their section 7, "greedy"; ml-kmeans does the same). It reads
 * distances that are known already, where ml-kmeans copies every point for every draw and takes longer than Lloyd's
 * iteration itself.
 *
 * @param distances `[size * size]`
 * @param k at most the number of distinct points
 * @returns indices of `k` points
 */
export function kMeansStart(distances: Float64Array, size: number, k: number, random: RandomSource): number[] {
  const trials = 2 + Math.floor(Math.log(k));
  const nearest = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  const cumulative = new Float64Array(size);
  const chosen = [Math.floor(random.uniform() * size)];
  while (chosen.length < k) {
    const newest = chosen[chosen.length - 1] * size;
    let total = 0;
    for (let i = 0; i < size; i++) {
      const distance = distances[newest + i];
      nearest[i] = Math.min(nearest[i], distance * distance);
      total += nearest[i];
      cumulative[i] = total;
    }
    chosen.push(bestOf(trials, () => draw(cumulative, random), distances, nearest));
  }
  return chosen;
}

/** Of several drawn points the one that leaves the least sum of squared distances to the nearest chosen point. */
function bestOf(trials: number, drawPoint: () => number, distances: Float64Array, nearest: Float64Array): number {
  const size = nearest.length;
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let trial = 0; trial < trials; trial++) {
    const point = drawPoint();
    let potential = 0;
    for (let i = 0; i < size; i++) {
      const distance = distances[point * size + i];
      potential += Math.min(nearest[i], distance * distance);
    }
    if (potential < least) {
      best = point;
      least = potential;
    }
  }
  return best;
}

/** A point drawn in proportion to its weight, from the running sums of the weights; the first if all are 0. */
function draw(cumulative: Float64Array, random: RandomSource): number {
  const target = random.uniform() * cumulative[cumulative.length - 1];
  const found = cumulative.findIndex((value) => value > target);
  return Math.max(0, found);
}
