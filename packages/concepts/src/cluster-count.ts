import { best } from "./k-means.js";
import type { Restarts } from "./restarts.js";
import { silhouette } from "./silhouette.js";

/** Numbers of clusters that are always tried; above 10 the odd ones only beside the best of these. */
const CANDIDATES = [2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20];
const MOST = 20;
/**
 * The best of noisy figures is often the luckiest, so this many get all starts before one is taken; not those that are
 * behind by more than repetition changes.
 */
const FINALISTS = 3;
const BEHIND = 0.01;

/**
 * The number of clusters of largest mean silhouette (Rousseeuw 1987), the smallest of equals, between 2 and 20 and
 * such that two neurons are left to a cluster on average. A few starts each compare 2–10 and the even numbers, then
 * the neighbours of the best of those; all starts decide between the best. Up to two distinct points make a cluster
 * each.
 *
 * @param distinct how many points differ: never more clusters than that
 * @param candidateStarts k-means starts for each number tried
 */
export function chooseClusterCount(restarts: Restarts, distinct: number, candidateStarts: number): number {
  if (distinct <= 2) return distinct;
  const most = Math.min(MOST, distinct, Math.max(2, Math.floor(restarts.size / 2)));
  const rank = (candidates: readonly number[], starts?: number) =>
    candidates
      .map((k) => ({ k, value: silhouetteOf(restarts, k, starts) }))
      .sort((a, b) => b.value - a.value || a.k - b.k);
  const coarse = CANDIDATES.filter((k) => k <= most);
  const { k: peak } = rank(coarse, candidateStarts)[0];
  const beside = [peak - 1, peak + 1].filter((k) => k >= 2 && k <= most && !coarse.includes(k));
  const ranked = rank([...coarse, ...beside], candidateStarts);
  const finalists = ranked.slice(0, FINALISTS).filter(({ value }) => value >= ranked[0].value - BEHIND);
  return rank(finalists.map(({ k }) => k))[0].k;
}

function silhouetteOf(restarts: Restarts, k: number, starts?: number): number {
  return silhouette(restarts.distances, best(restarts.of(k, starts)).labels, k);
}
