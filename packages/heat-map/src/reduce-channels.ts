import type { ValueMap } from "./picture.js";

const steps = {
  /** Keeps signs and, where the attribution is complete, its total. */
  sum: (total: number, value: number) => total + value,
  /** Without cancellation between channels. */
  "absolute-sum": (total: number, value: number) => total + Math.abs(value),
  /** As saliency maps are shown (Simonyan, Vedaldi, Zisserman 2014, section 3.1). */
  "absolute-maximum": (total: number, value: number) => Math.max(total, Math.abs(value)),
};

/** How the channels of an attribution become one number a position. */
export type ChannelReduction = keyof typeof steps;

/**
 * An attribution `[C, H, W]` (C order) as a map `[H, W]`, accumulated in float64. Throws RangeError where there are not
 * `C · H · W` values.
 */
export function reduceChannels(
  values: Float32Array,
  [channels, height, width]: readonly [number, number, number],
  by: ChannelReduction,
): ValueMap {
  const positions = height * width;
  if (values.length !== channels * positions) {
    throw new RangeError(
      `An attribution of shape [${channels}, ${height}, ${width}] has ${channels * positions} values, not ${values.length}.`,
    );
  }
  const step = steps[by];
  const totals = new Float64Array(positions);
  for (let channel = 0, at = 0; channel < channels; channel++) {
    for (let i = 0; i < positions; i++, at++) totals[i] = step(totals[i], values[at]);
  }
  return { width, height, data: Float32Array.from(totals) };
}
