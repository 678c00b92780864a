import { best, kMeans } from "./k-means.js";
import { silhouette } from "./silhouette.js";

/** Numbers of clusters that are always tried; above 10 the odd ones only beside the best of these. */
const CANDIDATES = [2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20];
const MOST = 20;

/**
 * The number of clusters of largest mean silhouette (Rousseeuw 1987), the smallest of equals, between 2 and 20 and
 * such that two neurons are left to a cluster on average: 2–10 and the even numbers first, then the neighbours of the
 * best of those. Up to two distinct points make a cluster each.
 *
 * @param points `[n][d]`
 * @param distances `[n * n]`
 * @param distinct how many points differ: never more clusters than that
 * @param seeds one k-means start for each candidate and seed
 */
export function chooseClusterCount(
  points: number[][],
  distances: Float64Array,
  distinct: number,
  seeds: readonly number[],
): number {
  if (distinct <= 2) return distinct;
  const most = Math.min(MOST, distinct, Math.max(2, Math.floor(points.length / 2)));
  const values = new Map<number, number>();
  const tryOut = (candidates: readonly number[]) => {
    for (const k of candidates) {
      if (k < 2 || k > most || values.has(k)) continue;
      const { labels } = best(seeds.map((seed) => kMeans(points, k, seed)));
      values.set(k, silhouette(distances, labels, k));
    }
    return [...values].reduce((high, next) => (isBetter(next, high) ? next : high))[0];
  };
  const coarse = tryOut(CANDIDATES);
  return tryOut([coarse - 1, coarse + 1]);
}

function isBetter([k, value]: [number, number], [highK, high]: [number, number]): boolean {
  return value > high || (value === high && k < highK);
}
