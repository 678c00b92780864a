import { centredSquare, centreOverNeurons, correlation } from "./correlation.js";
import { type PrincipalComponents, principalComponents } from "./principal-components.js";
import type { ProfileStatistics } from "./profile-statistics.js";
import { createRandom } from "./random.js";

/** A layer's active neurons as points in the space of their principal components: all that clustering needs. */
export interface ProfileSpace extends PrincipalComponents {
  /** The neuron of each row of `scores`: by falling variance, so that nothing depends on how neurons are numbered. */
  neurons: number[];
}

/**
 * Correlation of profiles, centring over neurons, PCA. Scores are rounded to float32: so results can keep them in half
 * the space, and who clusters what was kept gets what the analysis got.
 *
 * @param stats as `checkStatistics` accepts them
 */
export function profileSpace(
  stats: ProfileStatistics,
  { components, seed }: { readonly components: number; readonly seed: number },
): ProfileSpace {
  const neurons = canonicalOrder(stats);
  const centred = centreOverNeurons(correlation(stats, neurons), neurons.length);
  // Clustering draws from the seed itself, here or later: this is another stream, of which it need not know.
  const space = principalComponents(centred, neurons.length, components, createRandom(-1 - seed));
  return { ...space, neurons, scores: space.scores.map((row) => row.map(Math.fround)) };
}

function canonicalOrder(stats: ProfileStatistics): number[] {
  const live = [...stats.active.keys()].filter((i) => stats.active[i]);
  const variance = new Map(live.map((i) => [i, centredSquare(stats, i)]));
  const varianceOf = (i: number) => variance.get(i) ?? 0;
  return live.sort((a, b) => varianceOf(b) - varianceOf(a) || stats.sums[b] - stats.sums[a] || a - b);
}
