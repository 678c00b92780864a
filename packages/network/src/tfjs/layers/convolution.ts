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

function conv2D(context: LayerContext): TensorView {
  const [kernel, offset] = context.weights(["kernel"], ...biasNames(context));
  const options = { ...windowOf(context), bias: offset };
  return activated(context, convolution(context.builder, context.input, kernel!, options));
}

function depthwiseConv2D(context: LayerContext): TensorView {
  const [kernel, offset] = context.weights(["depthwise_kernel", "kernel"], ...biasNames(context));
  const options = { ...windowOf(context), bias: offset };
  return activated(context, depthwiseConvolution(context.builder, context.input, kernel!, options));
}

/** Depthwise, then a 1×1 convolution that has the bias. */
function separableConv2D(context: LayerContext): TensorView {
  const names = [["depthwise_kernel"], ["pointwise_kernel"], ...biasNames(context)];
  const [depthwise, pointwise, offset] = context.weights(...names);
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
  const [kernel, offset] = context.weights(["kernel"], ...biasNames(context));
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
