import type { ChannelOrder, Preprocessing } from "./preprocessing.js";

/** Network channel → byte of an RGB pixel. */
const sourceOfChannel: Record<Exclude<ChannelOrder, "gray">, readonly number[]> = { rgb: [0, 1, 2], bgr: [2, 1, 0] };

/** `[H, W, 3]` RGB bytes → `[C, H, W]` float32, `(pixel · scale − mean) / std`. */
export function toTensor(rgb: Uint8Array, preprocessing: Preprocessing): Float32Array {
  const { channels } = preprocessing;
  const pixels = rgb.length / 3;
  const source = channels === "gray" ? toLuma(rgb) : rgb;
  const order = channels === "gray" ? [0] : sourceOfChannel[channels];
  const step = order.length;
  const tensor = new Float32Array(step * pixels);
  for (const [channel, offset] of order.entries()) {
    const values = valuesOf(preprocessing, channel);
    const start = channel * pixels;
    for (let i = 0, at = offset; i < pixels; i++, at += step) tensor[start + i] = values[source[at]];
  }
  return tensor;
}

/** `[H, W, 3]` RGB bytes → `[H, W]` ITU-R 601-2 luma in the fixed-point arithmetic of PIL's `convert("L")`. */
export function toLuma(rgb: Uint8Array): Uint8Array {
  const luma = new Uint8Array(rgb.length / 3);
  for (let i = 0, at = 0; i < luma.length; i++, at += 3) {
    luma[i] = (rgb[at] * 19595 + rgb[at + 1] * 38470 + rgb[at + 2] * 7471 + 0x8000) >> 16;
  }
  return luma;
}

/** What each of the 256 pixel values becomes. */
function valuesOf({ scale, mean, std }: Preprocessing, channel: number): Float32Array {
  return Float32Array.from({ length: 256 }, (_, pixel) => (pixel * scale - mean[channel]) / std[channel]);
}
