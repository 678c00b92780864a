import sharp, { type Sharp, type SharpOptions } from "sharp";

/** Decompression bombs: no picture with more pixels is decoded. */
export const maxPixels = 100_000_000;

/**
 * As PIL's `convert("RGB")`: color profiles are not applied, alpha is dropped, a gray or palette picture becomes RGB; of an
 * animation the first frame; EXIF orientation is applied.
 */
const options: SharpOptions = { autoOrient: true, failOn: "error", ignoreIcc: true, limitInputPixels: maxPixels };

/** An encoded picture, not decoded yet, of any format that is read. */
export function openPicture(encoded: Uint8Array): Sharp {
  return sharp(encoded, options);
}
