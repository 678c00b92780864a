import type { PixelMapping } from "@gipfel/attribution";
import type { Picture } from "@gipfel/heat-map";

/**
 * Pixels as a picture: colours in RGB order, any other channels as their mean.
 *
 * @param pixels `[C, H, W]`, in [0, 1], channels as the network orders them.
 */
export function pictureOf(
  pixels: Float32Array,
  [height, width]: readonly [number, number],
  { colours }: Pick<PixelMapping, "colours">,
): Picture {
  const size = height * width;
  const data = new Uint8Array(3 * size);
  const byte = (value: number) => Math.round(255 * value);
  if (colours) {
    for (const [channel, colour] of colours.entries()) {
      for (let i = 0; i < size; i++) data[3 * i + colour] = byte(pixels[channel * size + i]);
    }
    return { width, height, data };
  }
  const channels = pixels.length / size;
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let at = i; at < pixels.length; at += size) sum += pixels[at];
    data.fill(byte(sum / channels), 3 * i, 3 * i + 3);
  }
  return { width, height, data };
}
