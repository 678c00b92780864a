/** The image input of a model. */
import { GipfelError } from "@gipfel/contracts";
import type { NetworkBuilder } from "../builder.js";
import { isChannelsLast, mostChannels, problemOfSizes } from "../image-input.js";
import { BATCH } from "../shape.js";
import { isNaturalNumber } from "./json.js";
import { type DataFormat, type TensorView, viewOfImage } from "./tensor-view.js";

/**
 * Adds the input to a network: images `[N, C, H, W]`, which the model sees in its own order.
 *
 * @param shape as the file states it, the batch included; open sizes null or −1.
 * @param spatial height and width where the file leaves them open.
 * @throws GipfelError MODEL_UNSUPPORTED where it takes no images.
 */
export function importInput(
  builder: NetworkBuilder,
  name: string,
  shape: unknown,
  spatial: readonly number[],
  file: string,
): { readonly view: TensorView; readonly isOpen: boolean; readonly channelsLast: boolean } {
  const stated = Array.isArray(shape) ? (shape as unknown[]) : [];
  const sizes = stated.map((size) => (isNaturalNumber(size) ? size : 0));
  const problem = stated.length > 0 ? problemOfSizes(sizes) : undefined;
  if (problem !== undefined) {
    throw new GipfelError("MODEL_UNSUPPORTED", `${file}: input ${name} has shape [${sizes.join(", ")}]; ${problem}`);
  }
  const format = formatOf(sizes);
  const [channelAxis, firstSpatial] = format === "channelsLast" ? [3, 1] : [1, 2];
  const channels = sizes[channelAxis] ?? 0;
  if (sizes.length !== 4 || channels === 0) {
    const written = stated.map((size) => (isNaturalNumber(size) ? size : "?")).join(", ");
    throw new GipfelError(
      "MODEL_UNSUPPORTED",
      `${file}: input ${name} has ${stated.length > 0 ? `shape [${written}]` : "no shape"}; an image input [N, H, W, C], of which only the batch, height and width may be open, is supported`,
    );
  }
  const positions = [sizes[firstSpatial]!, sizes[firstSpatial + 1]!];
  const isOpen = positions.includes(0);
  if (isOpen && spatial.length !== 2) {
    throw new GipfelError("OPTION_INVALID", `${file}: input ${name} has an open size; --input-size requires 2 sizes`);
  }
  const [height, width] = positions.map((size, axis) => size || spatial[axis]) as [number, number];
  const view = viewOfImage(builder.input(name, [BATCH, channels, height, width]), format);
  return { view, isOpen, channelsLast: format === "channelsLast" };
}

/** TensorFlow.js has channels last, unless the second axis alone can be channels. */
function formatOf(sizes: readonly number[]): DataFormat {
  const [, second = 0, , last = 0] = sizes;
  const channelsFirst = second >= 1 && second <= mostChannels && (last === 0 || last > mostChannels);
  return channelsFirst && !isChannelsLast(sizes) ? "channelsFirst" : "channelsLast";
}
