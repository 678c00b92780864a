/** Images in memory, dealt into two halves class by class. */
import { GipfelError } from "@gipfel/contracts";
import type { RunTensor } from "@gipfel/engine";
import { readShards } from "../../1-collect/image-batches.js";
import type { RunContext } from "../../ports.js";
import type { PreparedAnalysis } from "../../prepare.js";

export interface EvaluationImage {
  /** Number in the data set. */
  readonly index: number;
  readonly classIndex: number;
  readonly data: Float32Array;
}

export interface EvaluationImages {
  readonly shape: readonly [number, number, number];
  /** Concepts are fitted to these. */
  readonly fit: readonly EvaluationImage[];
  /** And tested on these. */
  readonly test: readonly EvaluationImage[];
}

/** Bytes of images in memory. */
const IMAGE_MEMORY = 400 * 2 ** 20;

/**
 * Every second image of a class, in dealt order, is kept from the fit.
 *
 * @throws GipfelError DATASET_EMPTY where no class has two images
 */
export async function loadImages(prepared: PreparedAnalysis, context: RunContext): Promise<EvaluationImages> {
  const { classes, model, options } = prepared;
  const most = Math.floor(IMAGE_MEMORY / (4 * model.input[0] * model.input[1] * model.input[2]));
  const total = classes.reduce((sum, { images }) => sum + images, 0);
  const perClass = total <= most ? Number.POSITIVE_INFINITY : Math.max(2, Math.floor(most / classes.length));
  if (total > most) context.onNotice?.(`${perClass} images of each class are taken: more would not fit into memory`);
  const [fit, test]: [EvaluationImage[], EvaluationImage[]] = [[], []];
  let done = 0;
  for (const { shards, index: classIndex } of classes) {
    let number = 0;
    for await (const { batches } of readShards(prepared, shards, options.batch, context.signal)) {
      for await (const { images, tensor } of batches) {
        const size = tensor.data.length / images.length;
        images.forEach(({ image }, n) => {
          if (number >= perClass) return;
          const data = tensor.data.slice(n * size, (n + 1) * size);
          (number % 2 === 0 ? fit : test).push({ index: image.index, classIndex, data });
          number += 1;
        });
        done += images.length;
        context.onProgress?.({ phase: "prepare", done, total, unit: "images" });
      }
      if (number >= perClass) break;
    }
  }
  if (test.length === 0) {
    throw new GipfelError("DATASET_EMPTY", "evaluation requires two images of a class: one to fit to, one to test on");
  }
  return { shape: model.input, fit, test };
}

export function* batchesOf<T>(images: readonly T[], size: number): Generator<{ start: number; images: readonly T[] }> {
  for (let start = 0; start < images.length; start += size) yield { start, images: images.slice(start, start + size) };
}

export function stacked(images: readonly EvaluationImage[], shape: readonly number[]): RunTensor {
  const size = shape.reduce((product, n) => product * n, 1);
  const data = new Float32Array(images.length * size);
  images.forEach((image, n) => {
    data.set(image.data, n * size);
  });
  return { shape: [images.length, ...shape], data };
}
