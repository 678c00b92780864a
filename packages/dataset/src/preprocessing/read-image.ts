import { readFile, stat } from "node:fs/promises";
import { GipfelError } from "@gipfel/contracts";
import type { DatasetImage } from "../sources/dataset.js";
import { reasonOf } from "../support/reason-of.js";
import { decodeView } from "./decode-view.js";
import type { InputShape, Preprocessing } from "./preprocessing.js";
import type { Raster } from "./resample.js";

const largestFile = 2 ** 30;

/**
 * The region of an image file that the network sees, `[H, W, 3]` bytes. Throws IMAGE_UNREADABLE with name and reason
 * for what cannot be decoded, SHAPE_MISMATCH for a size that the preprocessing does not bring to the network's.
 */
export async function readImage(
  image: DatasetImage,
  file: string,
  preprocessing: Preprocessing,
  input: InputShape,
): Promise<Raster> {
  try {
    const { size } = await stat(file);
    if (size > largestFile) throw new Error(`it has ${size} bytes, more than ${largestFile}`);
    return await decodeView(await readFile(file), preprocessing, input);
  } catch (cause) {
    if (cause instanceof GipfelError) throw new GipfelError(cause.code, `${image.name}: ${cause.message}`, { cause });
    throw new GipfelError("IMAGE_UNREADABLE", `${image.name} cannot be decoded: ${reasonOf(cause)}.`, { cause });
  }
}
