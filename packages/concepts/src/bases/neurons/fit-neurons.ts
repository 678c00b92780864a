import { partitionProfiles } from "../../cluster-profiles.js";
import { eigenpairs, leadingEigenpairs } from "../../eigenpairs.js";
import { profileSpace } from "../../profile-space.js";
import {
  accumulateStatistics,
  checkStatistics,
  emptyStatistics,
  type ProfileStatistics,
} from "../../profile-statistics.js";
import { createRandom } from "../../random.js";
import type { ConceptBasis, VectorSample } from "../concept-basis.js";
import type { FitData, FitOptions } from "../fit-options.js";
import { unitRows } from "../unit-rows.js";

/** Up to this many neurons the whole decomposition is taken. */
const FULL_DECOMPOSITION = 64;

/** Clusters of neurons by PCA and k-means of their profiles, each with its first principal direction. */
export function fitNeurons(data: FitData, { count, seed, components }: FitOptions): ConceptBasis {
  const statistics = data.statistics ?? sampleStatistics(data.sample);
  checkStatistics(statistics);
  const space = profileSpace(statistics, { components, seed });
  const clusters = partitionProfiles(space, { clusters: count, seed });
  return neuronBasis(clusters, statistics, data.baseline);
}

/**
 * The basis of given clusters. A cluster's direction is the first eigenvector of its neurons' second moments about the
 * baseline: the rank-one part of them that loses least. Non-negative where the moments are (Perron and Frobenius).
 *
 * @param clusters neurons, each in at most one
 */
export function neuronBasis(
  clusters: readonly (readonly number[])[],
  statistics: ProfileStatistics,
  baseline: ArrayLike<number> | null,
): ConceptBasis {
  const { neurons: channels, active } = statistics;
  const start = Float64Array.from({ length: channels }, (_, i) => baseline?.[i] ?? 0);
  const moments = momentsAbout(statistics, start);
  const signed = moments.some((value) => value < 0);
  const directions = new Float64Array(clusters.length * channels);
  clusters.forEach((cluster, k) => {
    firstDirection(moments, channels, cluster, signed).forEach((value, s) => {
      directions[k * channels + cluster[s]] = value;
    });
  });
  const dead = [...active.keys()].filter((i) => !active[i]);
  return {
    kind: "neurons",
    channels,
    count: clusters.length,
    baseline: start,
    directions,
    clusters,
    metric: null,
    signed,
    dead,
  };
}

export function sampleStatistics({ channels, count, vectors }: VectorSample): ProfileStatistics {
  const gram = new Float64Array(channels * channels);
  const sums = new Float64Array(channels);
  for (let n = 0; n < count; n++) {
    const row = vectors.subarray(n * channels, (n + 1) * channels);
    for (let i = 0; i < channels; i++) {
      const value = row[i];
      if (value === 0) continue;
      sums[i] += value;
      for (let j = 0; j < channels; j++) gram[i * channels + j] += value * row[j];
    }
  }
  const active = Uint8Array.from({ length: channels }, (_, i) => (gram[i * channels + i] > 0 ? 1 : 0));
  const statistics = emptyStatistics(channels);
  accumulateStatistics(statistics, { count, gram, sums, active });
  return statistics;
}

/** Σ (a − a')(a − a')ᵀ, `[C * C]`. */
function momentsAbout({ neurons, count, gram, sums }: ProfileStatistics, start: Float64Array): Float64Array {
  const moments = gram.slice();
  for (let i = 0; i < neurons; i++) {
    for (let j = 0; j < neurons; j++) {
      moments[i * neurons + j] += count * start[i] * start[j] - sums[i] * start[j] - sums[j] * start[i];
    }
  }
  return moments;
}

function firstDirection(
  moments: Float64Array,
  channels: number,
  cluster: readonly number[],
  signed: boolean,
): Float64Array {
  const size = cluster.length;
  const block = new Float64Array(size * size);
  cluster.forEach((i, s) => {
    cluster.forEach((j, t) => {
      block[s * size + t] = moments[i * channels + j];
    });
  });
  const { vectors } =
    size <= FULL_DECOMPOSITION ? eigenpairs(block, size) : leadingEigenpairs(block, size, 1, createRandom(0));
  // The sign of an eigenvector is arbitrary: its sum points up.
  const up = vectors.subarray(0, size).reduce((sum, value) => sum + value, 0) < 0 ? -1 : 1;
  const direction = vectors.slice(0, size).map((value) => (signed ? up * value : Math.max(0, up * value)));
  return direction.some((value) => value !== 0) ? unitRows(direction, 1, size) : direction.fill(1 / Math.sqrt(size));
}
