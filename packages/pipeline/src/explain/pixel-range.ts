import type { Preprocessing } from "@gipfel/dataset";

/** The least and the largest value of each channel of the network's input, from black and white pixels. */
export interface PixelRange {
  readonly black: readonly number[];
  readonly low: readonly number[];
  readonly high: readonly number[];
}

const whitePixel = 255;

export function pixelRange({ scale, mean, std }: Preprocessing): PixelRange {
  const at = (pixel: number) => mean.map((own, c) => (pixel * scale - own) / std[c]!);
  const [black, white] = [at(0), at(whitePixel)];
  return {
    black,
    low: black.map((value, c) => Math.min(value, white[c]!)),
    high: black.map((value, c) => Math.max(value, white[c]!)),
  };
}
