import type { PixelMapping } from "@gipfel/attribution";
import type { ChannelOrder, Preprocessing } from "@gipfel/dataset";

const brightest = 255;

const coloursOf: Record<ChannelOrder, PixelMapping["colours"]> = { rgb: [0, 1, 2], bgr: [2, 1, 0], gray: null };

/** Network units that the darkest and the brightest pixel are taken to be, where nothing says how pixels enter. */
export const assumedRange = [-2, 2] as const;

/**
 * How a pixel in [0, 1] enters a network.
 *
 * @param preprocessing null for a network whose images are arrays in its own units: {@link assumedRange} then stands
 *   for black and white, which fits inputs of mean 0 and deviation 1, and three channels are taken for RGB.
 */
export function pixelMapping(preprocessing: Preprocessing | null, channels: number): PixelMapping {
  if (preprocessing === null) {
    const [low, high] = assumedRange;
    const each = (value: number) => new Array<number>(channels).fill(value);
    return { colours: channels === 3 ? coloursOf.rgb : null, gain: each(high - low), offset: each(low) };
  }
  const { channels: order, scale, mean, std } = preprocessing;
  return {
    colours: coloursOf[order],
    gain: std.map((deviation) => (brightest * scale) / deviation),
    offset: mean.map((value, channel) => -value / std[channel]),
  };
}
