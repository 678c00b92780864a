import type { NumberArray } from "./read-npy.js";

/** Signed numbers over an image, row by row. */
export interface Heat {
  readonly width: number;
  readonly height: number;
  readonly values: Float32Array;
}

/** Attributions `[C, H, W]` summed over channels. */
export function sumOverChannels({ shape, data }: NumberArray): Heat {
  const [channels, height, width] = shape;
  const values = new Float32Array(height * width);
  for (let c = 0; c < channels; c++) {
    for (let i = 0; i < values.length; i++) values[i] += data[c * values.length + i];
  }
  return { width, height, values };
}

/**
 * The mean of patches of maps, aligned: each is cut out of its map by its box, zero beyond the border.
 *
 * @param patches boxes `[x, y, width, height]` in pixels, all of the size of the first, which the mean has
 */
export function meanOfPatches(
  patches: readonly { readonly heat: Heat; readonly box: readonly [number, number, number, number] }[],
): Heat {
  const [, , width, height] = (patches[0]?.box ?? [0, 0, 1, 1]).map((value) => Math.max(1, Math.round(value)));
  const values = new Float32Array(width * height);
  for (const { heat, box } of patches) {
    const [left, top] = [Math.round(box[0]), Math.round(box[1])];
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const [column, row] = [left + x, top + y];
        if (column < 0 || row < 0 || column >= heat.width || row >= heat.height) continue;
        values[y * width + x] += heat.values[row * heat.width + column] / patches.length;
      }
    }
  }
  return { width, height, values };
}

/** Of a few extreme pixels nothing else could be seen, so colours are full from this quantile of the sizes on. */
const full = 0.995;

/**
 * Colours for a map, as RGBA: one colour for each sign, the more opaque the larger the value.
 *
 * @param colours red, green and blue of positive and negative values
 */
export function heatPixels(
  { values }: Heat,
  colours: { readonly positive: readonly number[]; readonly negative: readonly number[] },
): Uint8ClampedArray<ArrayBuffer> {
  const sizes = values.map(Math.abs).sort();
  const most = sizes[Math.floor(full * (sizes.length - 1))] || sizes.at(-1) || 1;
  const pixels = new Uint8ClampedArray(4 * values.length);
  for (const [i, value] of values.entries()) {
    const colour = value < 0 ? colours.negative : colours.positive;
    pixels.set([colour[0], colour[1], colour[2], 255 * Math.min(1, Math.abs(value) / most)], 4 * i);
  }
  return pixels;
}
