import { readFile, stat } from "node:fs/promises";
import { GipfelError, isMachineFault } from "@gipfel/contracts";
import { foreignFormat } from "../formats/foreign-formats.js";
import { readableFormats } from "../formats/image-formats.js";
import type { DatasetImage } from "../sources/dataset.js";
import { reasonOf } from "../support/reason-of.js";
import { decodeView } from "./decode-view.js";
import { maxPixels } from "./open-picture.js";
import type { InputShape, Preprocessing } from "./preprocessing.js";
import type { Raster } from "./resample.js";

const maxBytes = 2 ** 30;
const lfsMark = Buffer.from("version https://git-lfs");

/**
 * The region of an image file that the network sees, `[H, W, 3]`. Throws IMAGE_UNREADABLE with name and reason for what
 * cannot be decoded, STORAGE_FAILED for a fault of the disk, SHAPE_MISMATCH for a size that the preprocessing does not bring to the network's.
 */
export async function readImage(
  image: DatasetImage,
  file: string,
  preprocessing: Preprocessing,
  input: InputShape,
): Promise<Raster> {
  const name = image.name.replace(/\s+/g, " ");
  try {
    const { size } = await stat(file);
    if (size > maxBytes) throw new Error(`it has ${size} bytes, more than ${maxBytes}`);
    const encoded = await readFile(file);
    if (encoded.subarray(0, lfsMark.length).equals(lfsMark)) {
      throw new Error("it is a Git LFS pointer, not the image itself; fetch it with: git lfs pull");
    }
    return await decodeView(encoded, preprocessing, input);
  } catch (cause) {
    if (isMachineFault(cause)) {
      throw new GipfelError("STORAGE_FAILED", `${name} cannot be read now: ${reasonOf(cause)}`, { cause });
    }
    if (cause instanceof GipfelError) throw new GipfelError(cause.code, `${name}: ${cause.message}`, { cause });
    throw new GipfelError("IMAGE_UNREADABLE", `${name} cannot be decoded: ${reasonFor(file, cause)}`, { cause });
  }
}

function reasonFor(file: string, cause: unknown): string {
  const reason = reasonOf(cause);
  if (/exceeds pixel limit/.test(reason)) return `it has more than ${maxPixels} pixels, the most that are decoded`;
  if (/samples out of range/.test(reason)) {
    return "its samples are of another type; bytes, unsigned 16-bit and 32-bit integers, and float32 are read";
  }
  const format = foreignFormat(file);
  return format === undefined
    ? reason
    : `it is ${format.name}; ${readableFormats} are read, so convert it with: ${format.conversion}`;
}
