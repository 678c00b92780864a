/** Profiles for this package's tests, made from seeds. */
import { accumulateStatistics, emptyStatistics, type ProfileStatistics } from "./profile-statistics.js";
import { createRandom } from "./random.js";

/** X `[neurons][columns]`: neuron i is the pattern of cluster i % clusters plus `noise` times a standard normal. */
export function plantedProfiles(
  neurons: number,
  clusters: number,
  columns: number,
  noise: number,
  seed: number,
): number[][] {
  const patterns = normalProfiles(clusters, columns, seed);
  const deviations = normalProfiles(neurons, columns, seed + 1);
  return deviations.map((row, i) => row.map((value, p) => patterns[i % clusters][p] + noise * value));
}

/** X `[neurons][columns]` of independent standard normal entries. */
export function normalProfiles(neurons: number, columns: number, seed: number): number[][] {
  const random = createRandom(seed);
  return Array.from({ length: neurons }, () => Array.from({ length: columns }, () => random.normal()));
}

/** K, s and n of profiles, as a run over all columns at once adds them up. A row of zeros is not active. */
export function statisticsOf(profiles: readonly (readonly number[])[]): ProfileStatistics {
  const stats = emptyStatistics(profiles.length);
  accumulateStatistics(stats, {
    count: profiles[0]?.length ?? 0,
    gram: profiles.flatMap((a) => profiles.map((b) => a.reduce((sum, value, p) => sum + value * b[p], 0))),
    sums: profiles.map((row) => row.reduce((sum, value) => sum + value, 0)),
    active: profiles.map((row) => (row.some((value) => value !== 0) ? 1 : 0)),
  });
  return stats;
}
