import { adjustedRandIndex } from "./adjusted-rand-index.js";
import { chanceSilhouette } from "./chance.js";
import { chooseClusterCount } from "./cluster-count.js";
import { type ConceptOptions, checkOptions } from "./concept-options.js";
import { centredSquare, centreOverNeurons, correlation } from "./correlation.js";
import { countDistinct, distanceMatrix } from "./distances.js";
import { type Effort, effortFor } from "./effort.js";
import { best } from "./k-means.js";
import { type PrincipalComponents, principalComponents } from "./principal-components.js";
import { checkStatistics, type ProfileStatistics } from "./profile-statistics.js";
import { createRandom, type RandomSource } from "./random.js";
import { Restarts } from "./restarts.js";
import { silhouette } from "./silhouette.js";

/** The concepts of one layer and how good they are. */
export interface Concepts {
  /** Neuron indices, each cluster ascending; larger clusters first, equal ones by their smallest neuron. */
  clusters: number[][];
  /** Neurons that are never active, ascending. They join no cluster. */
  dead: number[];
  /** Principal components kept. */
  components: number;
  /** Part of the variance that the kept components hold, in [0, 1]; 1 where profiles do not differ at all. */
  explainedVariance: number;
  /** Mean silhouette in [−1, 1]; null for one cluster and for clusters of one neuron each. */
  silhouette: number | null;
  /** Mean silhouette of as many clusters in shuffled profiles; null where `silhouette` is. */
  chanceSilhouette: number | null;
  /** Mean adjusted Rand index between clusterings from different starts; null where `silhouette` is. */
  stability: number | null;
  /** The silhouette is not above chance by three standard deviations of the shuffles. */
  byChance: boolean;
  /** What the caller asked for and could not get, for the user; null if nothing. */
  notice: string | null;
}

type Quality = Pick<Concepts, "silhouette" | "chanceSilhouette" | "stability" | "byChance">;

/** Three, not two: `auto` compares the highest of many silhouettes with shuffles at that one number of clusters. */
const CHANCE_DEVIATIONS = 3;
const NO_QUALITY: Quality = { silhouette: null, chanceSilhouette: null, stability: null, byChance: false };

/**
 * Groups a layer's neurons into concepts: correlation of profiles, centring over neurons, PCA, k-means++ with
 * restarts. Constant neurons that are active take part with a zero profile (see `correlation`).
 *
 * The result does not depend on the order of the neurons: they are taken by falling variance, and only neurons of
 * equal variance and sum in the order given.
 *
 * @throws GipfelError OPTION_INVALID, and as `checkStatistics` does
 */
export function findConcepts(stats: ProfileStatistics, options: ConceptOptions): Concepts {
  checkOptions(options);
  checkStatistics(stats);
  const dead = [...stats.active.keys()].filter((i) => !stats.active[i]);
  const live = canonicalOrder(stats);
  const random = createRandom(options.seed);
  const centred = centreOverNeurons(correlation(stats, live), live.length);
  const space = principalComponents(centred, live.length, options.components, random);
  const summary = { dead, components: space.eigenvalues.length, explainedVariance: space.explainedVariance };
  if (live.length === 0) return { clusters: [], ...summary, ...NO_QUALITY, notice: null };

  const distances = distanceMatrix(space.scores);
  const distinct = countDistinct(distances, live.length);
  const effort = effortFor(live.length);
  const seeds = Array.from({ length: effort.restarts }, () => random.integer());
  const restarts = new Restarts(space.scores, distances, seeds);
  const k =
    options.clusters === "auto"
      ? chooseClusterCount(restarts, distinct, effort.candidateStarts)
      : Math.min(options.clusters, distinct);
  const starts = restarts.of(k);
  const labellings = starts.map(({ labels }) => labels);
  const { labels } = best(starts);
  return {
    clusters: clustersOf(labels, live),
    ...summary,
    ...quality(space, distances, labels, labellings, effort, random),
    notice: capNotice(options.clusters, k, live.length),
  };
}

function canonicalOrder(stats: ProfileStatistics): number[] {
  const live = [...stats.active.keys()].filter((i) => stats.active[i]);
  const variance = new Map(live.map((i) => [i, centredSquare(stats, i)]));
  const varianceOf = (i: number) => variance.get(i) ?? 0;
  return live.sort((a, b) => varianceOf(b) - varianceOf(a) || stats.sums[b] - stats.sums[a] || a - b);
}

function clustersOf(labels: readonly number[], neurons: readonly number[]): number[][] {
  const clusters: number[][] = Array.from({ length: Math.max(...labels) + 1 }, () => []);
  labels.forEach((label, i) => {
    clusters[label].push(neurons[i]);
  });
  for (const cluster of clusters) cluster.sort((a, b) => a - b);
  return clusters.sort((a, b) => b.length - a.length || a[0] - b[0]);
}

function quality(
  space: PrincipalComponents,
  distances: Float64Array,
  labels: readonly number[],
  labellings: readonly (readonly number[])[],
  effort: Effort,
  random: RandomSource,
): Quality {
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
