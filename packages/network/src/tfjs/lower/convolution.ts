import type { NetworkBuilder, Value } from "../../builder.js";
import type { AxisWindow } from "../../lower/axis-window.js";
import { plainConvolution } from "../../lower/transposed-convolution.js";
import type { Pads, Pair } from "../../operation.js";
import { describeShape, fixedDimension } from "../../shape.js";
import { spatialSize } from "../../shapes/window.js";
import { type Tensor, transposeTensor } from "../../tensor.js";
import { asImage, type DataFormat, type TensorView, viewOfImage } from "../tensor-view.js";
import { padsOf, type WindowOptions } from "./window.js";

export interface ConvolutionOptions extends WindowOptions {
  readonly format: DataFormat;
  readonly bias?: Tensor | undefined;
}

function requireKernel({ shape }: Tensor): void {
  if (shape.length !== 4 || shape.includes(0))
    throw new RangeError(`only 2-D kernels are supported, this is ${describeShape(shape)}`);
}

/** @param kernel `[height, width, inputs / groups, outputs]`; its third axis decides the groups. */
export function convolution(
  builder: NetworkBuilder,
  x: TensorView,
  kernel: Tensor,
  options: ConvolutionOptions,
): TensorView {
  requireKernel(kernel);
  const image = asImage(builder, x, options.format);
  const channels = fixedDimension(image.shape, 1);
  const groups = channels / kernel.shape[2]!;
  if (!Number.isInteger(groups) || kernel.shape[3]! % groups !== 0) {
    throw new RangeError(
      `its input has ${channels} channels, its kernel ${describeShape(kernel.shape)} takes other numbers`,
    );
  }
  const value = windowed(builder, image, transposeTensor(kernel, [3, 2, 0, 1]), groups, options);
  return viewOfImage(value, options.format);
}

/** @param kernel `[height, width, inputs, multiplier]`; output channel `i · multiplier + m` reads input channel `i`. */
export function depthwiseConvolution(
  builder: NetworkBuilder,
  x: TensorView,
  kernel: Tensor,
  options: ConvolutionOptions,
): TensorView {
  requireKernel(kernel);
  const [height, width, inputs, multiplier] = kernel.shape as [number, number, number, number];
  const { data } = transposeTensor(kernel, [2, 3, 0, 1]);
  const turned = { shape: [inputs * multiplier, 1, height, width], data };
  const value = windowed(builder, asImage(builder, x, options.format), turned, inputs, options);
  return viewOfImage(value, options.format);
}

function windowed(
  builder: NetworkBuilder,
  x: Value,
  kernel: Tensor,
  groups: number,
  options: ConvolutionOptions,
): Value {
  const [, , height, width] = kernel.shape as [number, number, number, number];
  const { strides, dilations, bias } = options;
  const pads = padsOf(options, spatialSize(x.shape), [height, width]);
  return convolve(builder, x, kernel, { strides, dilations, pads, groups }, bias);
}

interface ConvolutionAttributes {
  readonly strides: Pair;
  readonly pads: Pads;
  readonly dilations: Pair;
  readonly groups: number;
}

function convolve(
  builder: NetworkBuilder,
  x: Value,
  kernel: Tensor,
  attributes: ConvolutionAttributes,
  bias: Tensor | undefined,
): Value {
  const inputs = [x, builder.constant(kernel)];
  if (bias && bias.data.length !== kernel.shape[0]) {
    throw new RangeError(`${bias.data.length} biases for ${kernel.shape[0]} channels`);
  }
  if (bias) inputs.push(builder.constant({ shape: [bias.data.length], data: bias.data }));
  return builder.apply({ type: "convolution", ...attributes }, inputs);
}

export interface TransposedConvolutionOptions {
  readonly strides: Pair;
  readonly padding: "same" | "valid";
  readonly format: DataFormat;
  readonly bias?: Tensor | undefined;
  /** Height and width of the output; by default the smallest that `padding` maps to the input's. */
  readonly size?: Pair;
}

/** @param kernel `[height, width, outputs, inputs]` */
export function transposedConvolution(
  builder: NetworkBuilder,
  x: TensorView,
  kernel: Tensor,
  options: TransposedConvolutionOptions,
): TensorView {
  requireKernel(kernel);
  const { strides, padding, format, bias } = options;
  const image = asImage(builder, x, format);
  const from = spatialSize(image.shape);
  const taps: Pair = [kernel.shape[0]!, kernel.shape[1]!];
  const along = (axis: 0 | 1) =>
    from[axis] * strides[axis] + (padding === "same" ? 0 : Math.max(0, taps[axis] - strides[axis]));
  const size: Pair = options.size ?? [along(0), along(1)];
  const [top, left] = padsOf({ padding, strides, dilations: [1, 1] }, size, taps);
  const tooLarge = ([0, 1] as const).some(
    (axis) => size[axis] + [top, left][axis]! < from[axis] * strides[axis] - strides[axis] + 1,
  );
  if (tooLarge) throw new RangeError(`an output of ${size.join("×")} does not fit its input`);
  const axes = ([0, 1] as const).map((axis) => ({
    kernel: taps[axis],
    stride: strides[axis],
    dilation: 1,
    pad: [top, left][axis]!,
    size: size[axis],
  }));
  const plain = plainConvolution(builder, image, transposeTensor(kernel, [3, 2, 0, 1]), axes, 1);
  const [rows, columns] = plain.window as [AxisWindow, AxisWindow];
  const pads: Pads = [rows.before, columns.before, rows.after, columns.after];
  const value = convolve(builder, plain.x, plain.kernel, { strides: [1, 1], dilations: [1, 1], pads, groups: 1 }, bias);
  return viewOfImage(value, format);
}
