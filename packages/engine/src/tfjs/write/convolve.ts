import { type Pads, type Pair, windowOutput } from "@gipfel/network";
import type { Stored } from "../program.js";
import type { ProgramWriter } from "./program-writer.js";
import { padImage, tapsOf } from "./windows.js";

export interface Convolving {
  readonly strides: Pair;
  readonly pads: Pads;
  readonly dilations: Pair;
  readonly groups: number;
}

/**
 * A convolution in the order of the kernels.
 *
 * @param x `[N, H, W, groups·I]`
 * @param filter `[kh, kw, I, groups·O]`; the outputs of one group stand together.
 * @param bias `[groups·O]`: the kernel adds it at no price.
 * @returns `[N, H', W', groups·O]`
 */
export function convolve(
  writer: ProgramWriter,
  x: Stored,
  filter: Stored,
  convolving: Convolving,
  bias?: Stored,
): Stored {
  const [height, width, inputs, outputs] = filter.shape as [number, number, number, number];
  const { groups } = convolving;
  const output = windowOutput([x.shape[1]!, x.shape[2]!], [height, width], convolving);
  const shape = [x.shape[0]!, ...output, outputs];
  const attributes = attributesOf(convolving);
  const call = (kernel: string, fused: string, kernelFilter: Stored) =>
    bias
      ? writer.emit(fused, { x, filter: kernelFilter, bias }, attributes, shape)
      : writer.emit(kernel, { x, filter: kernelFilter }, attributes, shape);
  if (groups === 1) return call("Conv2D", "FusedConv2D", filter);
  if (inputs === 1 && convolving.dilations.some((dilation) => dilation > 1)) {
    const sum = sumOfTaps(writer, x, filter, convolving);
    return bias ? writer.emit("Add", { a: sum, b: bias }, {}, shape) : sum;
  }
  if (inputs === 1) {
    const perInput = writer.reshape(filter, [height, width, groups, outputs / groups]);
    return call("DepthwiseConv2dNative", "FusedDepthwiseConv2D", perInput);
  }
  const perGroup = outputs / groups;
  const made = Array.from({ length: groups }, (_, group) => {
    const image = writer.cut(x, [0, 0, 0, group * inputs], [...x.shape.slice(0, 3), inputs]);
    const own = writer.cut(filter, [0, 0, 0, group * perGroup], [height, width, inputs, perGroup]);
    const ownBias = bias && writer.cut(bias, [group * perGroup], [perGroup]);
    return convolve(writer, image, own, { ...convolving, groups: 1 }, ownBias);
  });
  return writer.emit("Concat", made, { axis: 3 }, shape);
}

/** A depthwise convolution one tap of the kernel at a time: TensorFlow's own kernel refuses dilations. */
function sumOfTaps(writer: ProgramWriter, x: Stored, filter: Stored, convolving: Convolving): Stored {
  const [height, width, , outputs] = filter.shape as [number, number, number, number];
  const { groups, pads, strides, dilations } = convolving;
  const padded = padImage(writer, x, pads, 0);
  const products = tapsOf(writer, padded, { kernel: [height, width], strides, dilations }).map((seen, tap) => {
    const begin = [Math.floor(tap / width), tap % width, 0, 0];
    const weights = writer.reshape(writer.cut(filter, begin, [1, 1, 1, outputs]), [groups, outputs / groups]);
    const [images, rows, columns] = seen.shape as [number, number, number, number];
    const shape = [images, rows, columns, groups, outputs / groups];
    const a = writer.reshape(seen, [images, rows, columns, groups, 1]);
    return writer.reshape(writer.emit("Multiply", { a, b: weights }, {}, shape), [images, rows, columns, outputs]);
  });
  return products.reduce((a, b) => writer.emit("Add", { a, b }, {}, a.shape));
}

function attributesOf({ strides, pads, dilations }: Convolving) {
  const [top, left, bottom, right] = pads;
  const pad = [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ];
  const padding = pads.every((rows) => rows === 0) ? "valid" : pad;
  return { strides, pad: padding, dataFormat: "NHWC", dilations, activation: "linear" };
}
