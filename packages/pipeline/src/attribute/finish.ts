import type { Finish } from "@gipfel/attribution";

/** Attributions `[C, …]` of one image, as they are shown and stored. */
export interface FinishedMap {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** @param attributions of shape `shape`, averaged over all samples. */
export function finishMap(attributions: Float64Array, shape: readonly number[], finish: Finish): FinishedMap {
  switch (finish) {
    case "signed":
      return { shape, values: Float32Array.from(attributions) };
    case "absolute":
      return { shape, values: Float32Array.from(attributions, Math.abs) };
    case "squared":
      return { shape, values: Float32Array.from(attributions, (value) => value * value) };
    case "channel-maximum":
      return { shape: [1, ...shape.slice(1)], values: largestOverChannels(attributions, shape[0]!) };
  }
}

function largestOverChannels(attributions: Float64Array, channels: number): Float32Array {
  const positions = attributions.length / channels;
  const largest = new Float32Array(positions);
  attributions.forEach((value, i) => {
    const p = i % positions;
    largest[p] = Math.max(largest[p]!, Math.abs(value));
  });
  return largest;
}
