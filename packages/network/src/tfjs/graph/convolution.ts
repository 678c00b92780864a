import type { Pair } from "../../operation.js";
import { transposeTensor } from "../../tensor.js";
import { describeJson } from "../json.js";
import { activations } from "../lower/activation.js";
import { convolution, depthwiseConvolution, transposedConvolution } from "../lower/convolution.js";
import { dense } from "../lower/dense.js";
import { mapView } from "../lower/elementwise.js";
import { pool, reduce } from "../lower/pooling.js";
import { resize } from "../lower/resize.js";
import { sizeAlong, type TensorView } from "../tensor-view.js";
import { biasAdd, fusedBatchNorm, prelu } from "./arithmetic.js";
import type { NodeContext, NodeImporter, NodeTable, Operand } from "./node-context.js";

/** Activations as fused nodes call them, in lower case. */
const fusedActivations: Readonly<Record<string, string>> = {
  relu: "relu",
  relu6: "relu6",
  elu: "elu",
  sigmoid: "sigmoid",
  tanh: "tanh",
  geluexact: "gelu",
  geluapproximate: "gelunew",
};

/** What a fused node does after its product, in the order of its `fused_ops`; their arguments follow the first two inputs. */
function fused(context: NodeContext, product: TensorView): TensorView {
  let argument = 2;
  let view = product;
  for (const name of context.attributes.texts("fused_ops")) {
    const word = name.toLowerCase();
    const activation = Object.hasOwn(fusedActivations, word) ? fusedActivations[word] : undefined;
    if (word === "biasadd") {
      view = biasAdd(context, view, argument);
      argument += 1;
    } else if (word === "fusedbatchnorm") {
      view = fusedBatchNorm(context, view, argument);
      argument += 4;
    } else if (word === "prelu") {
      view = prelu(context, view, argument);
      argument += 1;
    } else if (word === "leakyrelu") {
      const alpha = context.attributes.number("leakyrelu_alpha", 0.2);
      view = mapView(view, (value) => context.builder.scalarFunction({ name: "leakyRelu", alpha }, value));
    } else if (activation !== undefined) {
      view = mapView(view, (value) => activations[activation]!(context.builder, value));
    } else {
      throw new RangeError(`its fused operation ${describeJson(name)} is not supported`);
    }
  }
  return view;
}

function windowOf(context: NodeContext) {
  const { padding, format } = context;
  return { padding, format, strides: context.pair("strides"), dilations: context.pair("dilations") };
}

function conv2D(context: NodeContext): TensorView {
  return fused(context, convolution(context.builder, context.view(0), context.tensor(1), windowOf(context)));
}

function depthwiseConv2D(context: NodeContext): TensorView {
  return fused(context, depthwiseConvolution(context.builder, context.view(0), context.tensor(1), windowOf(context)));
}

/** inputs: output shape, kernel, x. */
function conv2DBackpropInput(context: NodeContext): TensorView {
  const { format, padding } = context;
  if (typeof padding !== "string") throw new RangeError("explicit padding is not supported");
  const sizes = context.sizes(0);
  const [height, width] = format === "channelsLast" ? [sizes[1], sizes[2]] : [sizes[2], sizes[3]];
  if (typeof height !== "number" || typeof width !== "number")
    throw new RangeError("its output shape must be a constant");
  const options = { strides: context.pair("strides"), padding, format, size: [height, width] as const };
  return transposedConvolution(context.builder, context.view(2), context.tensor(1), options);
}

function matMul(context: NodeContext): TensorView {
  const { attributes } = context;
  if (attributes.boolean("transpose_a", false))
    throw new RangeError("a transposed first input mixes the images of a batch");
  const matrix = context.tensor(1);
  const kernel = attributes.boolean("transpose_b", false) ? transposeTensor(matrix, [1, 0]) : matrix;
  return fused(context, dense(context.builder, context.view(0), kernel));
}

function pooling(name: "max" | "average"): NodeImporter {
  return (context) => {
    const { padding, format } = context;
    const window = { kernel: context.pair("ksize"), strides: context.pair("strides"), padding, format };
    return pool(context.builder, name, context.view(0), window);
  };
}

function reduction(name: "mean" | "sum" | "max"): NodeImporter {
  return (context) => {
    const keep = context.attributes.boolean("keep_dims", false);
    return reduce(context.builder, name, context.view(0), context.axes(1), keep);
  };
}

/** By whole factors. */
function resizing(interpolation: "nearest" | "bilinear"): NodeImporter {
  return (context): Operand => {
    const x = context.view(0);
    const size = context.integers(1);
    if (context.attributes.boolean("align_corners", false)) throw new RangeError("align_corners is not supported");
    const factors: Pair = [size[0]! / sizeAlong(x, 1), size[1]! / sizeAlong(x, 2)];
    if (factors.some((factor) => !Number.isInteger(factor) || factor < 1)) {
      throw new RangeError(`a resize by ${factors.join("×")} is not supported, only by whole factors`);
    }
    const halfPixelCentres = context.attributes.boolean("half_pixel_centers", false);
    const options = { factors, interpolation, halfPixelCentres };
    return resize(context.builder, x, { ...options, format: "channelsLast" });
  };
}

export const convolutionNodes: NodeTable = {
  Conv2D: conv2D,
  _FusedConv2D: conv2D,
  DepthwiseConv2d: depthwiseConv2D,
  DepthwiseConv2dNative: depthwiseConv2D,
  FusedDepthwiseConv2dNative: depthwiseConv2D,
  Conv2DBackpropInput: conv2DBackpropInput,
  MatMul: matMul,
  _FusedMatMul: matMul,
  MaxPool: pooling("max"),
  AvgPool: pooling("average"),
  Mean: reduction("mean"),
  Sum: reduction("sum"),
  Max: reduction("max"),
  ResizeNearestNeighbor: resizing("nearest"),
  ResizeBilinear: resizing("bilinear"),
};
