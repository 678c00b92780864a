import type { NetworkBuilder, Value } from "../../builder.js";
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

/**
 * A transposed convolution as what it is: zeros between the positions of the input, then a convolution with the
 * kernel turned by 180°. Output o = stride · i − before + t for tap t, where `before` is the padding of the
 * convolution that this one is the adjoint of.
 *
 * @param kernel `[height, width, outputs, inputs]`
 */
export function transposedConvolution(
  builder: NetworkBuilder,
  x: TensorView,
  kernel: Tensor,
  options: TransposedConvolutionOptions,
): TensorView {
  requireKernel(kernel);
  const { strides, padding, format, bias } = options;
  const image = asImage(builder, x, format);
  const size = spatialSize(image.shape);
  const taps: Pair = [kernel.shape[0]!, kernel.shape[1]!];
  const output =
    options.size ??
    (([0, 1] as const).map((axis) => {
      const tail = padding === "same" ? 0 : Math.max(0, taps[axis] - strides[axis]);
      return size[axis] * strides[axis] + tail;
    }) as [number, number]);
  const [top, left] = padsOf({ padding, strides, dilations: [1, 1] }, output, taps);
  const before: Pair = [taps[0] - 1 - top, taps[1] - 1 - left];
  const after = ([0, 1] as const).map(
    (axis) => output[axis] - size[axis] * strides[axis] + taps[axis] - 1 - before[axis],
  );
  if (after.some((n) => n < 0)) throw new RangeError(`an output of ${output.join("×")} does not fit its input`);
  const spread = spreadColumns(builder, spreadRows(builder, image, strides[0]), strides[1]);
  const turned = turnedKernel(kernel);
  const pads: Pads = [before[0], before[1], after[0]!, after[1]!];
  const value = convolve(builder, spread, turned, { strides: [1, 1], dilations: [1, 1], pads, groups: 1 }, bias);
  return viewOfImage(value, format);
}

/** `[height, width, O, I]` to `[O, I, height, width]`, both spatial axes reversed. */
function turnedKernel(kernel: Tensor): Tensor {
  const turned = transposeTensor(kernel, [2, 3, 0, 1]);
  const taps = turned.shape[2]! * turned.shape[3]!;
  const data = new Float32Array(turned.data.length);
  for (let start = 0; start < data.length; start += taps) {
    data.set(turned.data.slice(start, start + taps).reverse(), start);
  }
  return { shape: turned.shape, data };
}

/** `stride − 1` rows of zeros after each row. */
function spreadRows(builder: NetworkBuilder, x: Value, stride: number): Value {
  const [height, width] = spatialSize(x.shape);
  const padded = builder.pad(x, [0, 0, 0, 0], [0, 0, 0, (stride - 1) * width]);
  return builder.reshape(padded, [x.shape[0]!, x.shape[1]!, height * stride, width]);
}

/** `stride − 1` columns of zeros after each column. */
function spreadColumns(builder: NetworkBuilder, x: Value, stride: number): Value {
  const [height, width] = spatialSize(x.shape);
  if (stride === 1) return x;
  const single = builder.reshape(x, [x.shape[0]!, x.shape[1]!, height * width, 1]);
  const padded = builder.pad(single, [0, 0, 0, 0], [0, 0, 0, stride - 1]);
  return builder.reshape(padded, [x.shape[0]!, x.shape[1]!, height, width * stride]);
}
