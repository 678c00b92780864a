import { GipfelError } from "@gipfel/contracts";
import type { Dataset, DatasetImage } from "../sources/dataset.js";
import { rowTensor } from "./array-rows.js";
import type { InputShape, Preprocessing } from "./preprocessing.js";
import { readImage } from "./read-image.js";
import { toTensor } from "./to-tensor.js";

/**
 * An image as the network takes it: `[C, H, W]` float32. A file is decoded and preprocessed. A row of an array is turned
 * to channels first; of bytes, the preprocessing's channel order, scale, mean and standard deviation are applied where one
 * is given, and its geometry is not. Throws IMAGE_UNREADABLE or SHAPE_MISMATCH.
 */
export async function loadImage(
  dataset: Dataset,
  image: DatasetImage,
  preprocessing: Preprocessing | null,
  input: InputShape,
): Promise<Float32Array> {
  if (image.file === null) return rowTensor(dataset, image, preprocessing, input);
  const { data } = await readImage(image, image.file, required(preprocessing), input);
  return toTensor(data, required(preprocessing));
}

/** The preprocessing, which only arrays do without. */
export function required(preprocessing: Preprocessing | null): Preprocessing {
  if (preprocessing !== null) return preprocessing;
  throw new GipfelError("PREPROCESSING_INVALID", "image files require a preprocessing; only arrays (.npz) do without");
}
