import { describeShape } from "../../shape.js";
import type { Tensor } from "../../tensor.js";
import { convolution, depthwiseConvolution, transposedConvolution } from "../lower/convolution.js";
import { dense } from "../lower/dense.js";
import type { TensorView } from "../tensor-view.js";
import { activated } from "./activation.js";
import type { LayerContext, LayerTable } from "./layer-context.js";

const bias = ["bias"] as const;

/** The bias where the layer has one. */
function biasNames({ options }: LayerContext): (readonly string[])[] {
  return options.boolean("use_bias", true) ? [bias] : [];
}

function windowOf(context: LayerContext) {
  const { strides, padding, format } = context;
  return { strides, padding, format, dilations: context.options.pair("dilation_rate", [1, 1]) };
}

/** The weights of a layer, of which the first is its kernel `[height, width, …]`. */
function kernelAnd(context: LayerContext, ...names: readonly (readonly string[])[]): Tensor[] {
  const weights = context.weights(...names);
  const size = context.options.pair("kernel_size", [1, 1]);
  const { shape } = weights[0]!;
  if (context.options.get("kernel_size") === undefined || size.every((n, axis) => n === shape[axis])) return weights;
  throw new RangeError(`its kernel_size is [${size}], but its kernel is ${describeShape(shape)}`);
}

function conv2D(context: LayerContext): TensorView {
  const [kernel, offset] = kernelAnd(context, ["kernel"], ...biasNames(context));
  const options = { ...windowOf(context), bias: offset };
  return activated(context, convolution(context.builder, context.input, kernel!, options));
}

function depthwiseConv2D(context: LayerContext): TensorView {
  const [kernel, offset] = kernelAnd(context, ["depthwise_kernel", "kernel"], ...biasNames(context));
  const options = { ...windowOf(context), bias: offset };
  return activated(context, depthwiseConvolution(context.builder, context.input, kernel!, options));
}

/** Depthwise, then a 1×1 convolution that has the bias. */
function separableConv2D(context: LayerContext): TensorView {
  const names = [["depthwise_kernel"], ["pointwise_kernel"], ...biasNames(context)];
  const [depthwise, pointwise, offset] = kernelAnd(context, ...names);
  const spread = depthwiseConvolution(context.builder, context.input, depthwise!, windowOf(context));
  const mixed = convolution(context.builder, spread, pointwise!, {
    strides: [1, 1],
    dilations: [1, 1],
    padding: "valid",
    format: context.format,
    bias: offset,
  });
  return activated(context, mixed);
}

function conv2DTranspose(context: LayerContext): TensorView {
  const { options, strides, padding, format } = context;
  if (options.get("output_padding") !== undefined) throw new RangeError("output_padding is not supported");
  if (options.pair("dilation_rate", [1, 1]).some((rate) => rate !== 1)) {
    throw new RangeError("dilations of a transposed convolution are not supported");
  }
  const [kernel, offset] = kernelAnd(context, ["kernel"], ...biasNames(context));
  const made = transposedConvolution(context.builder, context.input, kernel!, {
    strides,
    padding,
    format,
    bias: offset,
  });
  return activated(context, made);
}

function denseLayer(context: LayerContext): TensorView {
  const [kernel, offset] = context.weights(["kernel"], ...biasNames(context));
  return activated(context, dense(context.builder, context.input, kernel!, offset));
}

export const convolutionTable: LayerTable = {
  Conv2D: conv2D,
  DepthwiseConv2D: depthwiseConv2D,
  SeparableConv2D: separableConv2D,
  Conv2DTranspose: conv2DTranspose,
  Dense: denseLayer,
};
