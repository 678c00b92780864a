import { type Pads, type Pair, windowOutput } from "@gipfel/network";
import type { Stored } from "../program.js";
import type { ProgramWriter } from "./program-writer.js";

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
