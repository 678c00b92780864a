import { type Pads, type Window, windowOutput } from "@gipfel/network";
import type { Stored } from "../program.js";
import type { ProgramWriter } from "./program-writer.js";

/** A window over an image that is padded already. */
export type PaddedWindow = Omit<Window, "pads">;

/** @param image `[N, H, W, C]` */
export function padImage(writer: ProgramWriter, image: Stored, pads: Pads, value: number): Stored {
  const [top, left, bottom, right] = pads;
  return writer.pad(image, [0, top, left, 0], [0, bottom, right, 0], value);
}

/** Shape `[N, H', W', C]` of what a window makes of a padded image. */
export function pooledSize(x: Stored, { kernel, strides, dilations }: PaddedWindow): number[] {
  const window = { strides, dilations, pads: [0, 0, 0, 0] } as const;
  return [x.shape[0]!, ...windowOutput([x.shape[1]!, x.shape[2]!], kernel, window), x.shape[3]!];
}

/** For each position in the window, in reading order, what all windows see there: `[N, H', W', C]` each. */
export function tapsOf(writer: ProgramWriter, x: Stored, window: PaddedWindow): Stored[] {
  const { kernel, strides, dilations } = window;
  const shape = pooledSize(x, window);
  return Array.from({ length: kernel[0] * kernel[1] }, (_, tap) => {
    const [row, column] = [Math.floor(tap / kernel[1]), tap % kernel[1]];
    return writer.cut(x, [0, row * dilations[0], column * dilations[1], 0], shape, [1, ...strides, 1]);
  });
}
