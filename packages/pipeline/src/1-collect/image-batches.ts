import { type DecodedImage, decodeAhead } from "@gipfel/dataset";
import type { RunTensor } from "@gipfel/engine";
import { stopIfInterrupted } from "../interruption.js";
import type { PreparedAnalysis } from "../prepare.js";
import type { Shard, ShardImage } from "./plan-shards.js";

/** Images of one shard that go through the engine together. */
export interface ImageBatch {
  readonly images: readonly ShardImage[];
  /** `[N, C, H, W]` */
  readonly tensor: RunTensor;
  /** `[G, N]`, a row for each of {@link groups}. */
  readonly selection: RunTensor;
  /** Group numbers within the class, ascending. */
  readonly groups: readonly number[];
}

export interface SkippedImage {
  readonly image: string;
  readonly reason: string;
}

/** The batches of a shard, and its images that could not be read. */
export interface ShardBatches {
  readonly shard: Shard;
  readonly batches: AsyncIterable<ImageBatch>;
  /** Complete once the batches have been gone through. */
  readonly skipped: readonly SkippedImage[];
}

/**
 * Runs through shards, decoding ahead across their borders while the consumer computes.
 *
 * @throws GipfelError CANCELLED before the next image once the signal was given.
 */
export async function* readShards(
  prepared: PreparedAnalysis,
  shards: readonly Shard[],
  batch: number,
  signal?: AbortSignal,
): AsyncGenerator<ShardBatches> {
  const { dataset, preprocessing, model } = prepared;
  const images = shards.flatMap((shard) => shard.images.map(({ image }) => image));
  const decoded = decodeAhead(dataset, images, preprocessing.values, [...model.input], {
    ahead: 2 * batch,
  });
  try {
    for (const shard of shards) {
      const skipped: SkippedImage[] = [];
      yield { shard, skipped, batches: batchesOf(shard, decoded, skipped, batch, model.input, signal) };
    }
  } finally {
    await decoded.return(undefined);
  }
}

async function* batchesOf(
  shard: Shard,
  decoded: AsyncGenerator<DecodedImage>,
  skipped: SkippedImage[],
  size: number,
  input: readonly [number, number, number],
  signal: AbortSignal | undefined,
): AsyncGenerator<ImageBatch> {
  let held: { item: ShardImage; tensor: Float32Array }[] = [];
  const parts = Math.ceil(shard.images.length / size);
  const even = Math.ceil(shard.images.length / parts);
  for (const item of shard.images) {
    stopIfInterrupted(signal);
    const { value } = (await decoded.next()) as IteratorYieldResult<DecodedImage>;
    if (value.error) skipped.push({ image: value.image.name, reason: value.error.message });
    else held.push({ item, tensor: value.tensor });
    if (held.length === even) {
      yield assemble(held, input);
      held = [];
    }
  }
  if (held.length > 0) yield assemble(held, input);
}

function assemble(
  held: readonly { item: ShardImage; tensor: Float32Array }[],
  input: readonly [number, number, number],
): ImageBatch {
  const size = input[0] * input[1] * input[2];
  const data = new Float32Array(held.length * size);
  held.forEach(({ tensor }, n) => {
    data.set(tensor, n * size);
  });
  const images = held.map(({ item }) => item);
  const groups = [...new Set(images.map(({ group }) => group))];
  const selection = new Float32Array(groups.length * images.length);
  images.forEach(({ group }, n) => {
    selection[groups.indexOf(group) * images.length + n] = 1;
  });
  return {
    images,
    tensor: { shape: [held.length, ...input], data },
    selection: { shape: [groups.length, images.length], data: selection },
    groups,
  };
}
