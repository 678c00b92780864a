import { createRandom } from "../random.js";
import type { FitData } from "./fit-options.js";

/** Sparse non-negative sums of `concepts` random directions, with noise: `signed` ones go below zero. */
export function plantedSample({
  channels = 24,
  concepts = 6,
  count = 600,
  noise = 0.02,
  seed = 1,
  signed = false,
} = {}): FitData & { truth: Float64Array } {
  const random = createRandom(seed);
  const entry = () => (signed ? random.normal() : Math.max(0, random.normal()));
  const truth = Float64Array.from({ length: concepts * channels }, entry);
  const vectors = new Float32Array(count * channels);
  for (let n = 0; n < count; n++) {
    for (let k = 0; k < concepts; k++) {
      const strength = random.uniform() < 0.35 ? random.uniform() * 3 : 0;
      for (let i = 0; i < channels; i++) vectors[n * channels + i] += strength * truth[k * channels + i];
    }
    for (let i = 0; i < channels; i++) {
      const noisy = vectors[n * channels + i] + noise * random.normal();
      vectors[n * channels + i] = signed ? noisy : Math.max(0, noisy);
    }
  }
  return { sample: { channels, count, vectors }, statistics: null, baseline: null, metric: null, truth };
}

/** A symmetric positive definite matrix. */
export function randomMetric(channels: number, seed = 2): Float64Array {
  const random = createRandom(seed);
  const root = Float64Array.from({ length: channels * channels }, () => random.normal() / Math.sqrt(channels));
  return Float64Array.from({ length: channels * channels }, (_, at) => {
    const [i, j] = [Math.floor(at / channels), at % channels];
    let sum = i === j ? 0.2 : 0;
    for (let p = 0; p < channels; p++) sum += root[i * channels + p] * root[j * channels + p];
    return sum;
  });
}
