import type { Metadata, Sharp } from "sharp";
import type { Raster } from "./resample.js";

/**
 * Sample types, besides bytes, that come out of the decoder as they are: `ushort` is a picture, the others are values of
 * their own. Of int16 (`short`) it makes unsigned numbers.
 */
const deepTypes = ["ushort", "char", "uint", "int", "float"] as const;

/** A 16-bit sample per 8-bit one: white is 65535. */
const ushortPerByte = 257;

/** Whether the pixels have more than 8 bits and are to keep them. */
export function isDeep({ format, depth }: Pick<Metadata, "format" | "depth">): boolean {
  return (format === "png" || format === "tiff") && depth !== "uchar";
}

/** Whether samples are values of their own, such as Hounsfield units, and not shades of a picture. */
export function hasOwnUnits(metadata: Pick<Metadata, "format" | "depth">): boolean {
  return isDeep(metadata) && metadata.depth !== "ushort";
}

/**
 * Pixels as they are in the file: 16-bit pictures as 0…255 with fractions, integers and floating-point numbers unchanged.
 * Gray is repeated in three channels, alpha is dropped.
 *
 * @throws Error for sample types and numbers of channels that are not pixels, and for values that are not finite
 */
export async function decodeDeep(picture: Sharp, { depth, space }: Pick<Metadata, "depth" | "space">): Promise<Raster> {
  if (space === "cmyk" || !deepTypes.some((type) => type === depth)) {
    throw new Error(
      `it has ${space} samples of type ${depth}; bytes, unsigned 16-bit and 32-bit integers, and float32 are read`,
    );
  }
  const { data, info } = await picture
    .pipelineColourspace(space)
    .toColourspace(space)
    .raw({ depth: "float" })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  if (channels > 4) throw new Error(`it has ${channels} channels; 1 to 4 are read, so give an .npz`);
  const values = new Float32Array(data.buffer, data.byteOffset, data.byteLength / 4);
  const divisor = depth === "ushort" ? ushortPerByte : 1;
  const rgb = new Float32Array(3 * width * height);
  const isGray = channels < 3;
  for (let pixel = 0; pixel < width * height; pixel++) {
    for (let c = 0; c < 3; c++) rgb[3 * pixel + c] = values[pixel * channels + (isGray ? 0 : c)] / divisor;
  }
  const wrong = rgb.findIndex((value) => !Number.isFinite(value));
  if (wrong >= 0) throw new Error(`it has ${rgb[wrong]} at pixel ${Math.floor(wrong / 3)}`);
  return { data: rgb, width, height };
}
