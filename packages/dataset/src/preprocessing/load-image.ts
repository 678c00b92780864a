import { GipfelError } from "@gipfel/contracts";
import type { Dataset, DatasetImage } from "../sources/dataset.js";
import type { InputShape, Preprocessing } from "./preprocessing.js";
import { readImage } from "./read-image.js";
import { toTensor } from "./to-tensor.js";

/**
 * An image as the network takes it: `[C, H, W]` float32. A file is decoded and preprocessed; a row of an array is taken
 * as it is, and `preprocessing` is not used. Throws IMAGE_UNREADABLE or SHAPE_MISMATCH.
 */
export async function loadImage(
  dataset: Dataset,
  image: DatasetImage,
  preprocessing: Preprocessing | null,
  input: InputShape,
): Promise<Float32Array> {
  if (image.file === null) return readRow(dataset, image, input);
  const { data } = await readImage(image, image.file, required(preprocessing), input);
  return toTensor(data, required(preprocessing));
}

/** A row of an array, its shape checked against the network's input. */
export function readRow(dataset: Dataset, image: DatasetImage, input: InputShape): Float32Array {
  const shape = dataset.arrayShape;
  if (shape?.some((size, axis) => size !== input[axis])) {
    throw new GipfelError(
      "SHAPE_MISMATCH",
      `images in ${dataset.name} have shape [${shape.join(", ")}], but the network takes [${input.join(", ")}].`,
    );
  }
  return dataset.readArray(image);
}

/** The preprocessing, which only arrays do without. */
export function required(preprocessing: Preprocessing | null): Preprocessing {
  if (preprocessing !== null) return preprocessing;
  throw new GipfelError("PREPROCESSING_INVALID", "Image files need a preprocessing; only arrays (.npz) do without.");
}
