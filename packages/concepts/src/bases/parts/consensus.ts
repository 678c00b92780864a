import { distanceMatrix } from "../../distances.js";
import { best, kMeans } from "../../k-means.js";
import type { RandomSource } from "../../random.js";
import { unitRows } from "../unit-rows.js";

const STARTS = 12;
/**
 * Mean cosine with the nearest directions, one for each other replicate, below which a direction is a find of one
 * replicate alone.
 */
const TYPICAL = 0.7;

/**
 * What several factorizations agree on (consensus NMF: Kotliar et al. 2019, eLife 8): their directions together,
 * without those that no other replicate found, clustered by k-means; of each cluster the median, entry by entry, scaled
 * to unit length. Clusters of more directions come first.
 *
 * @param replicates each `[count * channels]`, rows of unit length
 * @returns at most `count` rows of unit length
 */
export function consensus(
  replicates: readonly Float64Array[],
  channels: number,
  count: number,
  random: RandomSource,
): Float64Array {
  const pooled = replicates.flatMap((rows) =>
    Array.from({ length: rows.length / channels }, (_, k) => rows.subarray(k * channels, (k + 1) * channels)),
  );
  const wanted = Math.min(count, ...replicates.map((rows) => rows.length / channels));
  if (pooled.length === 0 || wanted === 0) return new Float64Array(0);
  const typical = withoutOutliers(pooled, replicates.length, wanted).map((row) => [...row]);
  const distances = distanceMatrix(typical);
  const starts = Array.from({ length: STARTS }, () => kMeans(typical, distances, wanted, random.integer()));
  const { labels } = best(starts);
  const clusters = Array.from({ length: Math.max(...labels) + 1 }, (_, label) =>
    typical.filter((_, n) => labels[n] === label),
  ).sort((a, b) => b.length - a.length);
  const rows = new Float64Array(clusters.length * channels);
  clusters.forEach((members, k) => {
    const middle = Array.from({ length: channels }, (_, i) => median(members.map((row) => row[i])));
    rows.set(middle.some((value) => value !== 0) ? middle : members[0], k * channels);
  });
  return unitRows(rows, clusters.length, channels);
}

/** Leaves out what one replicate alone has found; nothing where then hardly anything is left. */
function withoutOutliers(pooled: readonly Float64Array[], replicates: number, wanted: number): readonly Float64Array[] {
  if (replicates < 2) return pooled;
  const typical = pooled.filter((row) => {
    const cosines = pooled.map((other) => row.reduce((sum, value, i) => sum + value * other[i], 0));
    const nearest = cosines.sort((a, b) => b - a).slice(1, replicates);
    return nearest.reduce((sum, value) => sum + value, 0) >= TYPICAL * nearest.length;
  });
  return typical.length >= 2 * wanted ? typical : pooled;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
}
