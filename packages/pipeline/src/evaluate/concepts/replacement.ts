/** What a layer's activations are replaced by. */
import {
  type ConceptBasis,
  createRandom,
  type FitData,
  neuronBasis,
  type RandomSource,
  reconstructMaps,
  StrengthSolver,
  sampleStatistics,
  type VectorComponents,
} from "@gipfel/concepts";

/**
 * @param maps `[images * C * positions]`, not changed
 * @returns the same shape
 */
export type Replacement = (maps: Float32Array, images: number, positions: number) => Float32Array;

/** What the concepts say: a' + Σ c_k d_k. */
export function byConcepts(basis: ConceptBasis): Replacement {
  const solver = new StrengthSolver(basis);
  return (maps, images, positions) => reconstructMaps(basis, solver.ofMaps(maps, images, positions), images, positions);
}

/** The mean and the first principal components. */
export function byComponents({ mean, vectors }: VectorComponents, count: number): Replacement {
  const channels = mean.length;
  const directions = vectors.slice(0, count * channels);
  return byConcepts({
    kind: "neurons",
    channels,
    count: directions.length / channels,
    baseline: mean,
    directions,
    // Orthonormal, as directions of disjoint clusters are: strengths are projections.
    clusters: [],
    metric: null,
    signed: true,
    dead: [],
  });
}

/** Clusters of the same sizes with neurons dealt at random. */
export function randomBasis({ sample, baseline }: FitData, sizes: readonly number[], seed: number): ConceptBasis {
  const statistics = sampleStatistics(sample);
  const live = [...statistics.active.keys()].filter((i) => statistics.active[i]);
  const dealt = shuffled(live, createRandom(seed));
  let at = 0;
  const clusters = sizes.map((size) => {
    const cluster = dealt.slice(at, at + size).sort((a, b) => a - b);
    at += size;
    return cluster;
  });
  return neuronBasis(
    clusters.filter(({ length }) => length > 0),
    statistics,
    baseline,
  );
}

function shuffled(values: readonly number[], random: RandomSource): number[] {
  const result = [...values];
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(random.uniform() * (i + 1));
    [result[i], result[j]] = [result[j]!, result[i]!];
  }
  return result;
}
