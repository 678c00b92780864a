import sharp, { type Sharp } from "sharp";
import { decodedFormats, readableFormats } from "../formats/image-formats.js";
import { decodeDeep, isDeep } from "./decode-depth.js";
import { openPicture } from "./open-picture.js";
import type { InputShape, Preprocessing } from "./preprocessing.js";
import { type Raster, resample } from "./resample.js";
import { type Size, type ViewGeometry, viewGeometry } from "./view-geometry.js";

const sharpKernels = { bilinear: "linear", bicubic: "cubic", lanczos: "lanczos3" } as const;

/**
 * Decodes an encoded picture and takes the region that the network sees: `[H, W, 3]`, RGB. Bytes agree with PIL and
 * torchvision to a fraction of a gray level; files of more bits keep them. Throws SHAPE_MISMATCH, or the decoder's plain error for what is no picture.
 */
export async function decodeView(
  encoded: Uint8Array,
  preprocessing: Preprocessing,
  input: InputShape,
): Promise<Raster> {
  const picture = openPicture(encoded);
  const metadata = await picture.metadata();
  const { format, hasAlpha, space, autoOrient: size } = metadata;
  if (!decodedFormats.has(format)) throw new Error(`it is ${format}; ${readableFormats} are read`);
  const geometry = viewGeometry(size, preprocessing, input);
  const { interpolation } = preprocessing;
  if (isDeep(metadata)) return resample(await decodeDeep(picture, metadata), geometry, interpolation);
  const isCmyk = space === "cmyk";
  // The decoder's library shifts what it enlarges by up to half a pixel.
  if (interpolation === "nearest" || enlarges(size, geometry)) {
    return resample(await (isCmyk ? rgbOfCmyk(picture) : rgb(picture)), geometry, interpolation);
  }
  if (!isCmyk && !hasAlpha) return reduce(picture, geometry, interpolation);
  // It also weighs colours by alpha when it resizes, and takes CMYK through a printer's profile.
  const { data, width, height } = await (isCmyk ? rgbOfCmyk(picture) : rgb(picture));
  return reduce(sharp(data, { raw: { width, height, channels: 3 } }), geometry, interpolation);
}

function enlarges(size: Size, { resized }: ViewGeometry): boolean {
  return resized.width > size.width || resized.height > size.height;
}

function reduce(
  picture: Sharp,
  { resized, window }: ViewGeometry,
  interpolation: keyof typeof sharpKernels,
): Promise<Raster> {
  const kernel = sharpKernels[interpolation];
  return rgb(picture.resize({ ...resized, fit: "fill", kernel, fastShrinkOnLoad: false }).extract(window));
}

async function rgb(picture: Sharp): Promise<Raster> {
  const { data, info } = await picture
    .toColourspace("srgb")
    .removeAlpha()
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** `(255 − C)(255 − K) / 255` and so on, as PIL. */
async function rgbOfCmyk(picture: Sharp): Promise<Raster> {
  const { data: cmyk, info } = await picture
    .pipelineColourspace("cmyk")
    .toColourspace("cmyk")
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const data = new Uint8Array(width * height * 3);
  for (let to = 0, at = 0; to < data.length; to += 3, at += channels) {
    const light = 255 - cmyk[at + 3];
    for (let c = 0; c < 3; c++) data[to + c] = Math.round(((255 - cmyk[at + c]) * light) / 255);
  }
  return { data, width, height };
}
