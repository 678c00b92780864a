import type { Value } from "../../builder.js";
import type { BinaryName, ScalarFunction } from "../../operation.js";
import { isNaturalNumber } from "../json.js";
import { activations } from "../lower/activation.js";
import {
  alongAxis,
  batchNormalisation,
  binaryOfViews,
  binaryWithConstant,
  mapView,
  preluWithConstant,
} from "../lower/elementwise.js";
import { softmax } from "../lower/movement.js";
import { asImage, type DataFormat, type TensorView, viewOfImage } from "../tensor-view.js";
import { tensorOf } from "./constant.js";
import { isConstant, type NodeContext, type NodeImporter, type NodeTable, type Operand } from "./node-context.js";

function combined({ builder }: NodeContext, name: BinaryName, a: Operand, b: Operand): Operand {
  if (!isConstant(a)) {
    return isConstant(b) ? binaryWithConstant(builder, name, a, tensorOf(b)) : binaryOfViews(builder, name, a, b);
  }
  if (isConstant(b)) throw new RangeError("its inputs are constants");
  return binaryWithConstant(builder, name, b, tensorOf(a), true);
}

function binary(name: BinaryName): NodeImporter {
  return (context) => combined(context, name, context.operand(0), context.operand(1));
}

function unary(f: (context: NodeContext, x: Value) => Value): NodeImporter {
  return (context) => mapView(context.view(0), (value) => f(context, value));
}

function scalar(f: (context: NodeContext) => ScalarFunction): NodeImporter {
  return unary((context, x) => context.builder.scalarFunction(f(context), x));
}

function activation(name: string): NodeImporter {
  return unary(({ builder }, x) => activations[name]!(builder, x));
}

function channelAxis(format: DataFormat, x: TensorView): number {
  return format === "channelsLast" ? x.axes.length - 1 : 1;
}

export function biasAdd(context: NodeContext, x: TensorView, index: number): TensorView {
  const { data } = context.tensor(index);
  return binaryWithConstant(context.builder, "add", x, alongAxis(x, channelAxis(context.format, x), data));
}

/** @param first index of the scale among the inputs; offset, mean and variance follow. */
export function fusedBatchNorm(context: NodeContext, x: TensorView, first: number): TensorView {
  const [gamma, beta, mean, variance] = [0, 1, 2, 3].map((i) => context.tensor(first + i).data);
  const epsilon = context.attributes.number("epsilon", 1e-4);
  const parameters = { gamma: gamma!, beta: beta!, mean: mean!, variance: variance!, epsilon };
  return batchNormalisation(context.builder, x, channelAxis(context.format, x), parameters);
}

export function prelu(context: NodeContext, x: TensorView, index: number): TensorView {
  return preluWithConstant(context.builder, x, context.tensor(index));
}

/** A power with a constant exponent. */
function power(context: NodeContext): Operand {
  const { data } = context.tensor(1);
  const x = context.view(0);
  const square = data.length === 1 && data[0] === 2;
  return square
    ? mapView(x, (value) => context.builder.multiply(value, value))
    : binaryWithConstant(context.builder, "power", x, context.tensor(1));
}

function squaredDifference(context: NodeContext): Operand {
  const difference = combined(context, "subtract", context.operand(0), context.operand(1)) as TensorView;
  return mapView(difference, (value) => context.builder.multiply(value, value));
}

/** Over channels c − r … c + r; TensorFlow's alpha counts per channel, the network's for all of them. */
function localResponseNormalisation({ builder, attributes }: NodeContext, x: TensorView): TensorView {
  const size = 2 * attributes.number("depth_radius", 5) + 1;
  const alpha = attributes.number("alpha", 1) * size;
  const [beta, bias] = [attributes.number("beta", 0.5), attributes.number("bias", 1)];
  if (!isNaturalNumber(size) || alpha <= 0 || beta <= 0) {
    throw new RangeError("a radius of at least 0, and alpha and beta above 0 are supported");
  }
  const image = asImage(builder, x, "channelsLast");
  const operation = { type: "localResponseNormalisation", size, alpha, beta, bias } as const;
  return viewOfImage(builder.apply(operation, [image]), "channelsLast");
}

export const arithmeticNodes: NodeTable = {
  Add: binary("add"),
  AddV2: binary("add"),
  AddN: (context) => context.operands.reduce((a, b) => combined(context, "add", a, b)),
  Sub: binary("subtract"),
  Mul: binary("multiply"),
  Div: binary("divide"),
  RealDiv: binary("divide"),
  Maximum: binary("maximum"),
  Minimum: binary("minimum"),
  Pow: power,
  SquaredDifference: squaredDifference,
  Square: unary(({ builder }, x) => builder.multiply(x, x)),
  Rsqrt: unary(({ builder }, x) =>
    builder.scalarFunction({ name: "reciprocal" }, builder.scalarFunction({ name: "sqrt" }, x)),
  ),
  Sqrt: scalar(() => ({ name: "sqrt" })),
  Exp: scalar(() => ({ name: "exp" })),
  Log: scalar(() => ({ name: "log" })),
  Neg: scalar(() => ({ name: "negate" })),
  Abs: scalar(() => ({ name: "abs" })),
  Erf: scalar(() => ({ name: "erf" })),
  Reciprocal: scalar(() => ({ name: "reciprocal" })),
  Relu: activation("relu"),
  Relu6: activation("relu6"),
  LeakyRelu: scalar(({ attributes }) => ({ name: "leakyRelu", alpha: attributes.number("alpha", 0.2) })),
  Elu: activation("elu"),
  Selu: activation("selu"),
  Sigmoid: activation("sigmoid"),
  Tanh: activation("tanh"),
  Softplus: activation("softplus"),
  Softsign: activation("softsign"),
  ClipByValue: scalar((context) => ({
    name: "clip",
    minimum: context.tensor(1).data[0]!,
    maximum: context.tensor(2).data[0]!,
  })),
  Prelu: (context) => prelu(context, context.view(0), 1),
  BiasAdd: (context) => biasAdd(context, context.view(0), 1),
  FusedBatchNorm: (context) => fusedBatchNorm(context, context.view(0), 1),
  FusedBatchNormV2: (context) => fusedBatchNorm(context, context.view(0), 1),
  FusedBatchNormV3: (context) => fusedBatchNorm(context, context.view(0), 1),
  LRN: (context) => localResponseNormalisation(context, context.view(0)),
  Softmax: (context) => softmax(context.builder, context.view(0), context.view(0).axes.length - 1),
  LogSoftmax: (context) => {
    const x = context.view(0);
    const probabilities = softmax(context.builder, x, x.axes.length - 1);
    return mapView(probabilities, (value) => context.builder.scalarFunction({ name: "log" }, value));
  },
};
