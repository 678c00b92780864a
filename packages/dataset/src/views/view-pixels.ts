import { readRow } from "../preprocessing/array-rows.js";
import { required } from "../preprocessing/load-image.js";
import type { InputShape, Preprocessing } from "../preprocessing/preprocessing.js";
import { readImage } from "../preprocessing/read-image.js";
import type { Raster } from "../preprocessing/resample.js";
import { toLuma } from "../preprocessing/to-tensor.js";
import type { Dataset, DatasetImage } from "../sources/dataset.js";

/** Bytes of exactly the region that the network sees, row by row; three channels are RGB, one is luma. */
export interface ViewPixels {
  width: number;
  height: number;
  channels: 1 | 3;
  data: Uint8Array;
}

/**
 * What the network sees of an image, to look at: colours as in the file for `rgb` and `bgr`, luma for `gray`. A row of
 * an array is scaled from its smallest and largest value to 0…255 (all alike: 0); three channels show as RGB, any other
 * number as their mean. Throws as `loadImage` does.
 */
export async function viewPixels(
  dataset: Dataset,
  image: DatasetImage,
  preprocessing: Preprocessing | null,
  input: InputShape,
): Promise<ViewPixels> {
  const [, height, width] = input;
  const data =
    image.file === null
      ? pixelsOfRow(readRow(dataset, image, input), input)
      : await pixelsOfFile(image, image.file, required(preprocessing), input);
  return { width, height, channels: data.length === 3 * width * height ? 3 : 1, data };
}

async function pixelsOfFile(
  image: DatasetImage,
  file: string,
  preprocessing: Preprocessing,
  input: InputShape,
): Promise<Uint8Array> {
  const { data } = await readImage(image, file, preprocessing, input);
  return toBytes(preprocessing.channels === "gray" ? toLuma(data) : data);
}

/** Bytes as they are; of 16-bit pictures, 0…255 with fractions, rounded; other values from smallest to largest. */
function toBytes(data: Raster["data"]): Uint8Array {
  if (data instanceof Uint8Array) return data;
  const [low, high] = extremesOf(data);
  const isPicture = low >= 0 && high > 1 && high <= 255;
  const [offset, factor] = isPicture ? [0, 1] : [low, high > low ? 255 / (high - low) : 0];
  return Uint8Array.from(data, (value) => Math.round((value - offset) * factor));
}

function extremesOf(values: Float32Array): [low: number, high: number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return [low, high];
}

function pixelsOfRow(row: Float32Array, [C, H, W]: InputShape): Uint8Array {
  const planes = C === 3 ? row : meanOverChannels(row, C);
  const shown = C === 3 ? 3 : 1;
  const [low, high] = extremesOf(planes);
  const factor = high > low ? 255 / (high - low) : 0;
  const pixels = new Uint8Array(shown * H * W);
  for (let channel = 0; channel < shown; channel++) {
    for (let i = 0; i < H * W; i++) {
      pixels[i * shown + channel] = Math.round((planes[channel * H * W + i] - low) * factor);
    }
  }
  return pixels;
}

function meanOverChannels(row: Float32Array, C: number): Float32Array {
  return Float32Array.from({ length: row.length / C }, (_, i) => {
    let sum = 0;
    for (let at = i; at < row.length; at += row.length / C) sum += row[at];
    return sum / C;
  });
}
