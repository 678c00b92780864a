import type { OperationOf, Pads, Pair, Window } from "@gipfel/network";
import type { Stored } from "../program.js";
import type { OperationWriter } from "./operation-writer.js";
import type { ProgramWriter } from "./program-writer.js";
import { channelsLast, shapeOf, sizeOf } from "./view.js";
import { padImage, pooledSize, tapsOf } from "./windows.js";

/** Padding is written out: −∞ never wins. The kernels know no dilation and refuse a window of one pixel. */
export const writeMaxPool: OperationWriter<OperationOf<"maxPool">> = (writer, operation, { inputs }) => {
  const image = writer.arrange(writer.view(inputs[0]!), channelsLast);
  const x = padImage(writer, image, operation.pads, Number.NEGATIVE_INFINITY);
  return { stored: maximum(writer, x, operation), order: channelsLast };
};

/** @param x padded, `[N, H, W, C]`. */
export function maximum(writer: ProgramWriter, x: Stored, window: Window): Stored {
  const { kernel, strides, dilations } = window;
  const plain = dilations.every((dilation) => dilation === 1) && kernel.some((size) => size > 1);
  if (!plain) {
    const taps = tapsOf(writer, x, window);
    return taps.reduce((a, b) => writer.emit("Maximum", { a, b }, {}, b.shape));
  }
  return pool(writer, "MaxPool", x, kernel, strides);
}

/** The kernel divides by what its window sees; where padding does not count, by how much of that is no padding. */
export const writeAveragePool: OperationWriter<OperationOf<"averagePool">> = (writer, operation, { inputs }) => {
  const { kernel, strides, pads, countPadding } = operation;
  const image = writer.arrange(writer.view(inputs[0]!), channelsLast);
  const averages = average(writer, image, kernel, strides, pads);
  if (countPadding || pads.every((pad) => pad === 0)) return { stored: averages, order: channelsLast };
  const ones = writer.fill([1, image.shape[1]!, image.shape[2]!, 1], 1);
  const share = average(writer, ones, kernel, strides, pads);
  return { stored: writer.emit("RealDiv", { a: averages, b: share }, {}, averages.shape), order: channelsLast };
};

/**
 * y = x / (bias + α/size · Σ x²)^β, the sum over `size` channels around each (ONNX LRN): α times an average pool along
 * the channels.
 */
export const writeLocalResponseNormalisation: OperationWriter<OperationOf<"localResponseNormalisation">> = (
  writer,
  { size, alpha, beta, bias },
  { inputs },
) => {
  const view = writer.view(inputs[0]!);
  const shape = shapeOf(view);
  const [images, channels] = [shape[0]!, shape[1]!];
  const x = writer.reshape(writer.plain(view), [images, channels, 1, sizeOf(shape.slice(2))]);
  const before = Math.floor((size - 1) / 2);
  const square = writer.emit("Multiply", { a: x, b: x }, {}, x.shape);
  const averages = average(writer, square, [size, 1], [1, 1], [before, 0, size - 1 - before, 0]);
  const number = (value: number) => writer.fill([1, 1, 1, 1], value);
  const scaled = writer.emit("Multiply", { a: averages, b: number(alpha) }, {}, x.shape);
  const base = writer.emit("Add", { a: scaled, b: number(bias) }, {}, x.shape);
  const divisor = writer.emit("Pow", { a: base, b: number(beta) }, {}, x.shape);
  const made = writer.emit("RealDiv", { a: x, b: divisor }, {}, x.shape);
  return { stored: writer.reshape(made, shape), order: shape.map((_, axis) => axis) };
};

/** Averages over windows of an image `[N, H, W, C]`, zeros of the padding included. */
function average(writer: ProgramWriter, image: Stored, kernel: Pair, strides: Pair, pads: Pads): Stored {
  const x = padImage(writer, image, pads, 0);
  if (kernel.every((size) => size === 1)) return tapsOf(writer, x, { kernel, strides, dilations: [1, 1] })[0]!;
  return pool(writer, "AvgPool", x, kernel, strides);
}

function pool(writer: ProgramWriter, kernel: "MaxPool" | "AvgPool", x: Stored, size: Pair, strides: Pair): Stored {
  const shape = pooledSize(x, { kernel: size, strides, dilations: [1, 1] });
  return writer.emit(kernel, { x }, { filterSize: size, strides, pad: "valid" }, shape);
}
