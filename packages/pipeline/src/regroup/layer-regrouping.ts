import { clusterProfiles, clusterSilhouette, type ProfileSpace, splitCluster } from "@gipfel/concepts";
import { GipfelError, type LayerClustering } from "@gipfel/contracts";
import { type Regrouping, rerunNeeded } from "@gipfel/graph";

/** What a view asks of a layer: plain data, which a thread can be sent. */
export interface LayerWish {
  readonly layer: string;
  readonly clustering: LayerClustering;
  /** Where the neurons lie; undefined where the analysis did not keep it. */
  readonly space: ProfileSpace | undefined;
  readonly seed: number;
}

/** {@link layerRegrouping}, here or elsewhere. */
export type RegroupLayer = (wish: LayerWish) => Regrouping | Promise<Regrouping>;

/** Concepts by hand were found by no clustering that could be repeated or compared with chance. */
const byHand = { chanceSilhouette: null, stability: null } as const;

/**
 * The concepts that a view asks for.
 *
 * @throws GipfelError OPTION_INVALID; RERUN_NEEDED where they are to be found and there is no space
 */
export function layerRegrouping({ layer, clustering, space, seed }: LayerWish): Regrouping {
  if ("clusters" in clustering) {
    return clusterProfiles(known(space), { clusters: clustering.clusters, seed });
  }
  const { concepts, split } = clustering;
  if (!split) return { clusters: concepts, silhouette: space ? clusterSilhouette(space, concepts) : null, ...byHand };
  const whole = concepts[split.concept];
  if (!whole) {
    const message = `layer ${layer}: there is no concept ${split.concept} to split; there are ${concepts.length}, from 0`;
    throw new GipfelError("OPTION_INVALID", message);
  }
  const [first, ...others] = splitCluster(known(space), whole, split.into, seed);
  const clusters = [...concepts.with(split.concept, first!), ...others];
  return { clusters, silhouette: clusterSilhouette(known(space), clusters), ...byHand };
}

function known(space: ProfileSpace | undefined): ProfileSpace {
  if (!space) throw rerunNeeded("no profiles of its neurons");
  return space;
}
