import type { ChannelOrder, Preprocessing } from "./preprocessing.js";
import type { Raster } from "./resample.js";

/** Network channel → byte of an RGB pixel. */
const sourceOfChannel: Record<Exclude<ChannelOrder, "gray">, readonly number[]> = { rgb: [0, 1, 2], bgr: [2, 1, 0] };

/** `[H, W, 3]` RGB → `[C, H, W]` float32, `(pixel · scale − mean) / std`. */
export function toTensor(rgb: Raster["data"], preprocessing: Preprocessing): Float32Array {
  const { channels } = preprocessing;
  const pixels = rgb.length / 3;
  const source = channels === "gray" ? toLuma(rgb) : rgb;
  const order = channels === "gray" ? [0] : sourceOfChannel[channels];
  const step = order.length;
  const tensor = new Float32Array(step * pixels);
  for (const [channel, offset] of order.entries()) {
    const start = channel * pixels;
    if (source instanceof Float32Array) {
      const { scale, mean, std } = preprocessing;
      for (let i = 0, at = offset; i < pixels; i++, at += step) {
        tensor[start + i] = (source[at] * scale - mean[channel]) / std[channel];
      }
      continue;
    }
    const values = valuesOf(preprocessing, channel);
    for (let i = 0, at = offset; i < pixels; i++, at += step) tensor[start + i] = values[source[at]];
  }
  return tensor;
}

/** `[H, W, 3]` RGB → `[H, W]` ITU-R 601-2 luma; of bytes in the fixed-point arithmetic of PIL's `convert("L")`. */
export function toLuma<T extends Raster["data"]>(rgb: T): T {
  const isFloat = rgb instanceof Float32Array;
  const luma = isFloat ? new Float32Array(rgb.length / 3) : new Uint8Array(rgb.length / 3);
  for (let i = 0, at = 0; i < luma.length; i++, at += 3) {
    const sum = rgb[at] * 19595 + rgb[at + 1] * 38470 + rgb[at + 2] * 7471;
    luma[i] = isFloat ? sum / 0x10000 : (sum + 0x8000) >> 16;
  }
  return luma as T;
}

/** What each of the 256 pixel values becomes. */
function valuesOf({ scale, mean, std }: Preprocessing, channel: number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, pixel) => (pixel * scale - mean[channel]) / std[channel]);
}
