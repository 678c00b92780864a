import { GipfelError } from "@gipfel/contracts";
import { clustersOf } from "./cluster-profiles.js";
import { countDistinct, distanceMatrix } from "./distances.js";
import { effortFor } from "./effort.js";
import { best } from "./k-means.js";
import type { ProfileSpace } from "./profile-space.js";
import { createRandom } from "./random.js";
import { Restarts } from "./restarts.js";
import { silhouette } from "./silhouette.js";

/**
 * Takes some neurons of a layer apart, by k-means among them alone in the space of the whole layer.
 *
 * @param neurons active ones, each once
 * @returns `into` clusters, ordered as those of `clusterProfiles`
 * @throws GipfelError OPTION_INVALID for other neurons, and where they have fewer distinct profiles
 */
export function splitCluster(space: ProfileSpace, neurons: readonly number[], into: number, seed: number): number[][] {
  const wanted = new Set(neurons);
  // In the order of the space, so that the order given does not matter.
  const rows = [...space.neurons.keys()].filter((row) => wanted.has(space.neurons[row]));
  if (rows.length < neurons.length) {
    const message =
      "a concept to split has neurons that are dead, do not exist, or are named twice; active ones are expected";
    throw new GipfelError("OPTION_INVALID", message);
  }
  const points = rows.map((row) => space.scores[row]);
  const distances = distanceMatrix(points);
  const distinct = countDistinct(distances, points.length);
  if (into > distinct) {
    const found = `${neurons.length} neurons with ${distinct} distinct profiles`;
    throw new GipfelError("OPTION_INVALID", `a concept of ${found} cannot be split into ${into}`);
  }
  const random = createRandom(seed);
  const seeds = Array.from({ length: effortFor(points.length).restarts }, () => random.integer());
  const { labels } = best(new Restarts(points, distances, seeds).of(into));
  return clustersOf(
    labels,
    rows.map((row) => space.neurons[row]),
  );
}

/**
 * Mean silhouette of any clusters of a layer's active neurons; null for one cluster, for clusters of one neuron each, and
 * where neurons are missing.
 */
export function clusterSilhouette(
  { neurons, scores }: ProfileSpace,
  clusters: readonly (readonly number[])[],
): number | null {
  const clusterOf = new Map(clusters.flatMap((members, c) => members.map((neuron) => [neuron, c] as const)));
  const labels = neurons.flatMap((neuron) => clusterOf.get(neuron) ?? []);
  const trivial = clusters.length < 2 || clusters.length === labels.length;
  return trivial || labels.length < neurons.length ? null : silhouette(distanceMatrix(scores), labels, clusters.length);
}
