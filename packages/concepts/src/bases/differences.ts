import type { FitData } from "./fit-options.js";

/** A sample seen from the baseline. */
export interface Differences {
  /** a − a', `[count * C]`, without vectors that are at baseline. */
  readonly vectors: Float64Array;
  readonly count: number;
  readonly baseline: Float64Array;
  /** Some difference is negative. */
  readonly signed: boolean;
  /** Neurons that are zero in every vector. */
  readonly dead: readonly number[];
}

export function differences({ sample, baseline, statistics }: FitData): Differences {
  const { channels } = sample;
  const start = Float64Array.from({ length: channels }, (_, i) => baseline?.[i] ?? 0);
  const active = new Uint8Array(channels);
  const vectors = new Float64Array(sample.vectors.length);
  let count = 0;
  let signed = false;
  for (let n = 0; n < sample.count; n++) {
    let moved = false;
    for (let i = 0; i < channels; i++) {
      const value = sample.vectors[n * channels + i];
      const difference = value - start[i];
      vectors[count * channels + i] = difference;
      if (value !== 0) active[i] = 1;
      if (difference !== 0) moved = true;
      if (difference < 0) signed = true;
    }
    if (moved) count += 1;
  }
  const alive = statistics?.active ?? active;
  const dead = [...alive.keys()].filter((i) => !alive[i]);
  return { vectors: vectors.subarray(0, count * channels), count, baseline: start, signed, dead };
}
