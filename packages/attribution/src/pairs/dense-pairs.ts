/**
 * All neuron pairs through a dense layer: A[c, j] = Σ_n g[n, j] · Σ_{i ∈ c} b[n, i]·W[i, j], where c runs over the
 * channels that were flattened into its inputs.
 */
import { fixedDimension, type NetworkBuilder, type Tensor, tensor, type Value } from "@gipfel/network";
import type { ImageSum } from "./convolution-pairs.js";

/** How the channels of a flattened layer lie in a dense layer's inputs. */
export interface FlattenedChannels {
  readonly channels: number;
  readonly positions: number;
  readonly order: "channel-major" | "position-major";
}

/** The regular order behind the labels of a dense layer's inputs; undefined where there is none. */
export function flattenedOrder(labels: Int32Array): FlattenedChannels | undefined {
  const channels = labels.reduce((most, label) => Math.max(most, label), -1) + 1;
  const positions = labels.length / channels;
  if (channels === 0 || !Number.isInteger(positions)) return undefined;
  if (labels.every((label, i) => label === Math.floor(i / positions)))
    return { channels, positions, order: "channel-major" };
  if (labels.every((label, i) => label === i % channels)) return { channels, positions, order: "position-major" };
  return undefined;
}

/** @returns `[rows, C·O]` */
export function densePairs(
  builder: NetworkBuilder,
  kernel: Tensor,
  b: Value,
  g: Value,
  layout: FlattenedChannels,
  sum: ImageSum,
): Value {
  const { channels, positions, order } = layout;
  const outputs = kernel.shape[1]!;
  const n = b.shape[0]!;
  const majorFirst = order === "channel-major";
  const split = builder.reshape(b, majorFirst ? [n, channels, positions] : [n, positions, channels]);
  const byChannel = builder.transpose(split, majorFirst ? [1, 0, 2] : [2, 0, 1]);
  const weights = builder.constant(
    tensor([channels, positions, outputs], majorFirst ? kernel.data : channelMajor(kernel, layout)),
  );
  const through = builder.transpose(builder.matMul(byChannel, weights), [1, 0, 2]);
  const perImage = builder.multiply(through, builder.reshape(g, [g.shape[0]!, 1, fixedDimension(g.shape, 1)]));
  return sum(builder.reshape(perImage, [perImage.shape[0]!, channels * outputs]));
}

function channelMajor(kernel: Tensor, { channels, positions }: FlattenedChannels): Float32Array {
  const outputs = kernel.shape[1]!;
  const data = new Float32Array(kernel.data.length);
  for (let c = 0; c < channels; c += 1) {
    for (let p = 0; p < positions; p += 1) {
      const row = (p * channels + c) * outputs;
      data.set(kernel.data.subarray(row, row + outputs), (c * positions + p) * outputs);
    }
  }
  return data;
}
