import { clusterProfiles, type ProfileClusters } from "./cluster-profiles.js";
import { type ConceptOptions, checkOptions } from "./concept-options.js";
import { type ProfileSpace, profileSpace } from "./profile-space.js";
import { checkStatistics, type ProfileStatistics } from "./profile-statistics.js";

/** The concepts of one layer and how good they are. */
export interface Concepts extends ProfileClusters {
  /** Neurons that are never active, ascending. They join no cluster. */
  dead: number[];
  /** Principal components kept. */
  components: number;
  /** Part of the variance that the kept components hold, in [0, 1]; 1 where profiles do not differ at all. */
  explainedVariance: number;
}

/** Concepts, and the space in which `clusterProfiles` and `splitCluster` find others. */
export interface FoundConcepts {
  concepts: Concepts;
  space: ProfileSpace;
}

/**
 * Groups a layer's neurons into concepts: correlation of profiles, centring over neurons, PCA, k-means++ with
 * restarts. Constant neurons that are active take part with a zero profile (see `correlation`).
 *
 * The result does not depend on the order of the neurons: they are taken by falling variance, and only neurons of
 * equal variance and sum in the order given.
 *
 * @throws GipfelError OPTION_INVALID, and as `checkStatistics` does
 */
export function findConcepts(stats: ProfileStatistics, options: ConceptOptions): FoundConcepts {
  checkOptions(options);
  checkStatistics(stats);
  const space = profileSpace(stats, options);
  const { clusters, ...quality } = clusterProfiles(space, options);
  const dead = [...stats.active.keys()].filter((i) => !stats.active[i]);
  const { eigenvalues, explainedVariance } = space;
  return { space, concepts: { clusters, dead, components: eigenvalues.length, explainedVariance, ...quality } };
}
