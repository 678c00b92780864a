import { adjustedRandIndex } from "./adjusted-rand-index.js";
import { chanceSilhouette } from "./chance.js";
import { chooseClusterCount } from "./cluster-count.js";
import { countDistinct, distanceMatrix } from "./distances.js";
import { type Effort, effortFor } from "./effort.js";
import { best } from "./k-means.js";
import type { ProfileSpace } from "./profile-space.js";
import { createRandom, type RandomSource } from "./random.js";
import { Restarts } from "./restarts.js";
import { silhouette } from "./silhouette.js";

/** How good clusters are. */
export interface ClusterQuality {
  /** Mean silhouette in [−1, 1]; null for one cluster and for clusters of one neuron each. */
  silhouette: number | null;
  /** Mean silhouette of as many clusters in shuffled profiles; null where `silhouette` is. */
  chanceSilhouette: number | null;
  /** Mean adjusted Rand index between clusterings from different starts; null where `silhouette` is. */
  stability: number | null;
  /** The silhouette is not above chance by three standard deviations of the shuffles. */
  byChance: boolean;
}

export interface ProfileClusters extends ClusterQuality {
  /** Neuron indices, each cluster ascending; larger clusters first, equal ones by their smallest neuron. */
  clusters: number[][];
  /** What the caller asked for and could not get, for the user; null if nothing. */
  notice: string | null;
}

/** Three, not two: `auto` compares the highest of many silhouettes with shuffles at that one number of clusters. */
const CHANCE_DEVIATIONS = 3;
const NO_QUALITY: ClusterQuality = { silhouette: null, chanceSilhouette: null, stability: null, byChance: false };

/**
 * k-means++ with restarts over a layer's profiles. Equal arguments give equal bits; that the number of clusters was found
 * by `auto` or given makes no difference.
 *
 * @param options number of clusters, or `auto` for that of largest silhouette; any safe integer as the seed
 */
export function clusterProfiles(
  space: ProfileSpace,
  options: { readonly clusters: "auto" | number; readonly seed: number },
): ProfileClusters {
  const { neurons, scores } = space;
  const size = neurons.length;
  if (size === 0) return { clusters: [], ...NO_QUALITY, notice: null };
  const random = createRandom(options.seed);
  const distances = distanceMatrix(scores);
  const distinct = countDistinct(distances, size);
  const effort = effortFor(size);
  const seeds = Array.from({ length: effort.restarts }, () => random.integer());
  const restarts = new Restarts(scores, distances, seeds);
  const k =
    options.clusters === "auto"
      ? chooseClusterCount(restarts, distinct, effort.candidateStarts)
      : Math.min(options.clusters, distinct);
  const starts = restarts.of(k);
  const labellings = starts.map(({ labels }) => labels);
  const { labels } = best(starts);
  return {
    clusters: clustersOf(labels, neurons),
    ...quality(space, distances, labels, labellings, effort, random),
    notice: capNotice(options.clusters, k, size),
  };
}

/**
 * The clusters that `clusterProfiles` finds for a given number, without their quality.
 *
 * @param options number of clusters, capped at the distinct profiles; any safe integer as the seed
 */
export function partitionProfiles(
  { neurons, scores }: ProfileSpace,
  options: { readonly clusters: number; readonly seed: number },
): number[][] {
  if (neurons.length === 0) return [];
  const random = createRandom(options.seed);
  const distances = distanceMatrix(scores);
  const seeds = Array.from({ length: effortFor(neurons.length).restarts }, () => random.integer());
  const k = Math.min(options.clusters, countDistinct(distances, neurons.length));
  return clustersOf(best(new Restarts(scores, distances, seeds).of(k)).labels, neurons);
}

/** The clusters that labels stand for: each ascending; larger ones first, equal ones by their smallest neuron. */
export function clustersOf(labels: readonly number[], neurons: readonly number[]): number[][] {
  const clusters: number[][] = Array.from({ length: Math.max(...labels) + 1 }, () => []);
  labels.forEach((label, i) => {
    clusters[label].push(neurons[i]);
  });
  for (const cluster of clusters) cluster.sort((a, b) => a - b);
  return clusters.sort((a, b) => b.length - a.length || a[0] - b[0]);
}

function quality(
  space: ProfileSpace,
  distances: Float64Array,
  labels: readonly number[],
  labellings: readonly (readonly number[])[],
  effort: Effort,
  random: RandomSource,
): ClusterQuality {
  const clusters = Math.max(...labels) + 1;
  if (clusters < 2 || clusters === labels.length) return NO_QUALITY;
  const found = silhouette(distances, labels, clusters);
  const chance = chanceSilhouette(space, found, clusters, effort, random);
  return {
    silhouette: found,
    chanceSilhouette: chance.mean,
    stability: meanAgreement(labellings),
    byChance: found <= chance.mean + CHANCE_DEVIATIONS * chance.deviation,
  };
}

/** Mean adjusted Rand index over all pairs of clusterings. */
function meanAgreement(labellings: readonly (readonly number[])[]): number {
  const values = labellings.flatMap((first, i) =>
    labellings.slice(i + 1).map((second) => adjustedRandIndex(first, second)),
  );
  return values.reduce((sum, value) => sum + value / values.length, 0);
}

function capNotice(asked: "auto" | number, k: number, live: number): string | null {
  if (asked === "auto" || k === asked) return null;
  const limit = k === live ? `${live} active neurons` : `${k} distinct profiles among ${live} active neurons`;
  return `${asked} clusters asked for, ${k} made: the layer has ${limit}.`;
}
