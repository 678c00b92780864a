import { GipfelError } from "@gipfel/contracts";
import sharp, { type Metadata, type Sharp } from "sharp";
import { reasonOf } from "../support/reason-of.js";

/** Rectangle of a picture in pixels: left, top, width, height. */
export type Box = readonly [number, number, number, number];

/**
 * A patch of a view that `renderView` made, as WebP without loss: its pixels are those of the view. Throws OPTION_INVALID
 * for a box that is not inside the picture, IMAGE_UNREADABLE for what is no picture.
 */
export async function cropView(view: Uint8Array, [left, top, width, height]: Box): Promise<Buffer> {
  const picture = sharp(view);
  const size = await decoded(picture, (one): Promise<Metadata> => one.metadata());
  if (width < 1 || height < 1 || left < 0 || top < 0 || left + width > size.width || top + height > size.height) {
    throw new GipfelError(
      "OPTION_INVALID",
      `the box ${[left, top, width, height].join()} is not inside the image of ${size.width}×${size.height} pixels`,
    );
  }
  return decoded(picture, (one) => one.extract({ left, top, width, height }).webp({ lossless: true }).toBuffer());
}

async function decoded<T>(picture: Sharp, read: (picture: Sharp) => Promise<T>): Promise<T> {
  try {
    return await read(picture);
  } catch (cause) {
    throw new GipfelError("IMAGE_UNREADABLE", `the view cannot be decoded: ${reasonOf(cause)}`, { cause });
  }
}
