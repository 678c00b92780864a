import { clusterProfiles, clusterSilhouette, type ProfileSpace, splitCluster } from "@gipfel/concepts";
import { GipfelError, type LayerClustering } from "@gipfel/contracts";
import type { Regrouping } from "@gipfel/graph";

/** Concepts by hand were found by no clustering that could be repeated or compared with chance. */
const byHand = { chanceSilhouette: null, stability: null } as const;

/**
 * The concepts that a view asks for.
 *
 * @param space where the neurons lie; undefined where the analysis did not keep it
 * @param missing the error where that is needed
 * @throws GipfelError OPTION_INVALID
 */
export function layerRegrouping(
  layer: string,
  clustering: LayerClustering,
  space: ProfileSpace | undefined,
  seed: number,
  missing: () => GipfelError,
): Regrouping {
  if ("clusters" in clustering) {
    if (!space) throw missing();
    return clusterProfiles(space, { clusters: clustering.clusters, seed });
  }
  const { concepts, split } = clustering;
  if (!split) return { clusters: concepts, silhouette: space ? clusterSilhouette(space, concepts) : null, ...byHand };
  if (!space) throw missing();
  const whole = concepts[split.concept];
  if (!whole) {
    const message = `layer ${layer}: there is no concept ${split.concept} to split; there are ${concepts.length}, from 0`;
    throw new GipfelError("OPTION_INVALID", message);
  }
  const [first, ...others] = splitCluster(space, whole, split.into, seed);
  const clusters = [...concepts.with(split.concept, first!), ...others];
  return { clusters, silhouette: clusterSilhouette(space, clusters), ...byHand };
}
