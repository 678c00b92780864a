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
export function byComponents({ mean: baseline, vectors }: VectorComponents, most: number): Replacement {
  const channels = baseline.length;
  const count = Math.min(most, vectors.length / channels);
  const directions = vectors.slice(0, count * channels);
  return (maps, images, positions) => {
    const scores = new Float32Array(images * count * positions);
    for (let n = 0; n < images; n++) {
      for (let k = 0; k < count; k++) {
        const row = scores.subarray((n * count + k) * positions, (n * count + k + 1) * positions);
        for (let i = 0; i < channels; i++) {
          const from = (n * channels + i) * positions;
          const weight = directions[k * channels + i]!;
          for (let p = 0; p < positions; p++) row[p]! += weight * (maps[from + p]! - baseline[i]!);
        }
      }
    }
    return reconstructMaps({ channels, count, directions, baseline }, scores, images, positions);
  };
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
