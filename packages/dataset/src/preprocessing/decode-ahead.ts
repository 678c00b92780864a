import { GipfelError } from "@gipfel/contracts";
import type { Dataset, DatasetImage } from "../sources/dataset.js";
import { loadImage } from "./load-image.js";
import type { InputShape, Preprocessing } from "./preprocessing.js";

/** An image in network units, `[C, H, W]`, or why there is none. */
export type DecodedImage =
  | { image: DatasetImage; tensor: Float32Array; error?: undefined }
  | { image: DatasetImage; error: GipfelError; tensor?: undefined };

export interface DecodeAheadOptions {
  /** How many images, at least 0, are decoded beside the one that the consumer waits for or works on. */
  ahead: number;
  signal?: AbortSignal;
}

/**
 * Yields the images in the order given while up to `ahead` more decode. An image that cannot be used comes with its
 * error in its place. When the consumer stops or `signal` aborts (then: CANCELLED) no further decoding starts, and none
 * is under way once the generator has ended.
 */
export async function* decodeAhead(
  dataset: Dataset,
  images: readonly DatasetImage[],
  preprocessing: Preprocessing | null,
  input: InputShape,
  { ahead, signal }: DecodeAheadOptions,
): AsyncGenerator<DecodedImage, void, undefined> {
  const started: Promise<DecodedImage | { failure: unknown }>[] = [];
  let next = 0;
  try {
    for (let index = 0; index < images.length; index++) {
      throwIfAborted(signal);
      while (next < images.length && next <= index + ahead) {
        started.push(decode(dataset, images[next++], preprocessing, input));
      }
      const result = await started.shift()!;
      throwIfAborted(signal);
      if ("failure" in result) throw result.failure;
      yield result;
    }
  } finally {
    await Promise.all(started);
  }
}

/** Never rejects: a rejection that nobody awaits yet would end the process. */
async function decode(
  dataset: Dataset,
  image: DatasetImage,
  preprocessing: Preprocessing | null,
  input: InputShape,
): Promise<DecodedImage | { failure: unknown }> {
  try {
    return { image, tensor: await loadImage(dataset, image, preprocessing, input) };
  } catch (error) {
    // A fault of the machine is none of the image: to go on without it would give other results.
    const isOfImage = error instanceof GipfelError && error.status < 500;
    return isOfImage ? { image, error } : { failure: error };
  }
}

function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new GipfelError("CANCELLED", "Reading images was interrupted.");
}
