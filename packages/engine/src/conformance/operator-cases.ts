/** Operators in files of one node, or few: what onnxruntime makes of them is what an engine must. */
import { DataType, encodeModel, type NodeProto, type TensorProto } from "@gipfel/network";
import { type NodeAttributes, onnxNode } from "./onnx-node.js";

export interface OperatorCase {
  readonly name: string;
  /** Operator of ONNX. */
  readonly operator: string;
  readonly input: readonly number[];
  /** The file, from `x` to `y`. */
  readonly model: Uint8Array;
}

interface Given {
  readonly attributes?: NodeAttributes;
  /** Constant inputs after `x`. */
  readonly constants?: readonly TensorProto[];
  /** Nodes between the operator's output `z` and `y`; without them the operator makes `y`. */
  readonly after?: readonly NodeProto[];
  readonly opset?: number;
  readonly input?: readonly number[];
}

const product = (dims: readonly number[]) => dims.reduce((all, size) => all * size, 1);

/** Numbers between −1 and 1 that repeat only after a while. */
function floats(name: string, dims: readonly number[], values?: readonly number[]): TensorProto {
  const floatData = values ?? Array.from({ length: product(dims) }, (_, i) => ((i * 29 + 7) % 23) / 11.5 - 1);
  return { name, dims: [...dims], dataType: DataType.FLOAT, floatData: [...floatData] };
}

const integers = (name: string, dims: readonly number[], values: readonly number[]): TensorProto => ({
  name,
  dims: [...dims],
  dataType: DataType.INT64,
  int64Data: [...values],
});
const bytes = (name: string, dims: readonly number[], values: readonly number[]): TensorProto => ({
  name,
  dims: [...dims],
  dataType: DataType.UINT8,
  int32Data: [...values],
});

function made(name: string, operator: string, given: Given = {}): OperatorCase {
  const { attributes, constants = [], after = [], opset = 18, input = [1, 4, 6, 6] } = given;
  const last = after.length > 0 ? "z" : "y";
  const dim = input.map((size) => ({ dimValue: size }));
  const named = constants.filter((constant) => constant.name !== "");
  const graph = {
    name: "operator",
    node: [onnxNode(operator, ["x", ...constants.map((constant) => constant.name ?? "")], last, attributes), ...after],
    initializer: [...named, floats("one", [], [1]), floats("two", [], [2])],
    input: [{ name: "x", type: { tensorType: { elemType: DataType.FLOAT, shape: { dim } } } }],
    output: [{ name: "y", type: { tensorType: { elemType: DataType.FLOAT } } }],
  };
  const model = encodeModel({ irVersion: 8, opsetImport: [{ domain: "", version: opset }], graph });
  return { name, operator, input, model };
}

const none: TensorProto = { name: "", dims: [0], dataType: DataType.FLOAT };
const truth = [onnxNode("Cast", ["z"], "y", { to: DataType.FLOAT })];
const level = floats("level", [], [0.1]);
const axes = (...values: number[]) => integers("axes", [values.length], values);

const reductions = ["ReduceMin", "ReduceL1", "ReduceL2", "ReduceSumSquare", "ReduceLogSumExp"].flatMap((operator) => [
  made(`${operator} over channels`, operator, { constants: [axes(1)], attributes: { keepdims: 1 } }),
  made(`${operator} over positions`, operator, { constants: [axes(2, 3)], attributes: { keepdims: 0 } }),
]);

const comparisons = ["Greater", "GreaterOrEqual", "Less", "LessOrEqual", "Equal"].map((operator) =>
  made(operator, operator, { constants: [level], after: truth }),
);

/** A choice by `x > 0.1` joined with `x < 1`. */
function joined(operator: string): OperatorCase {
  return made(operator, "Greater", {
    constants: [level],
    after: [
      onnxNode("Less", ["x", "one"], "below"),
      onnxNode(operator, ["z", "below"], "both"),
      onnxNode("Where", ["both", "x", "two"], "y"),
    ],
  });
}

function resized(name: string, attributes: NodeAttributes, scales = [1, 1, 2, 1.5], operator = "Resize"): OperatorCase {
  return made(name, operator, { attributes, constants: [none, floats("scales", [4], scales)], opset: 13 });
}

export const operatorCases: readonly OperatorCase[] = [
  made("ConvTranspose with stride, padding and output padding", "ConvTranspose", {
    attributes: { strides: [2, 2], pads: [1, 1, 1, 1], output_padding: [1, 0] },
    constants: [floats("w", [4, 3, 3, 3]), floats("b", [3])],
  }),
  made("ConvTranspose in groups", "ConvTranspose", {
    attributes: { strides: [2, 1], group: 2 },
    constants: [floats("w", [4, 2, 2, 2])],
  }),
  made("LayerNormalization over the last axis", "LayerNormalization", {
    constants: [floats("scale", [6]), floats("shift", [6])],
  }),
  made("LayerNormalization over all axes", "LayerNormalization", {
    attributes: { axis: 1 },
    constants: [floats("scale", [4, 6, 6])],
  }),
  made("RMSNormalization", "RMSNormalization", { constants: [floats("scale", [6])], opset: 23 }),
  made("InstanceNormalization", "InstanceNormalization", { constants: [floats("scale", [4]), floats("shift", [4])] }),
  made("GroupNormalization", "GroupNormalization", {
    attributes: { num_groups: 2 },
    constants: [floats("scale", [4]), floats("shift", [4])],
    opset: 21,
  }),
  made("LpNormalization of order 2", "LpNormalization", { attributes: { axis: 1, p: 2 } }),
  made("LpNormalization of order 1", "LpNormalization", { attributes: { axis: 3, p: 1 } }),
  made("MeanVarianceNormalization", "MeanVarianceNormalization", { attributes: { axes: [2, 3] } }),
  made("Einsum", "Einsum", { attributes: { equation: "nchw,cd->ndhw" }, constants: [floats("w", [4, 5])] }),
  made("LogSoftmax", "LogSoftmax", { attributes: { axis: 1 } }),
  made("Mean", "Mean", { constants: [floats("other", [1, 4, 6, 6])] }),
  made("Sign", "Sign"),
  made("Swish", "Swish", { attributes: { alpha: { float: 1.5 } }, opset: 24 }),
  ...reductions,
  made("ReduceLogSum", "Abs", { after: [onnxNode("ReduceLogSum", ["z"], "y", { axes: [2, 3] })], opset: 13 }),
  ...comparisons,
  ...["And", "Or", "Xor"].map(joined),
  made("Not", "Greater", {
    constants: [level],
    after: [onnxNode("Not", ["z"], "not"), onnxNode("Where", ["not", "x", "two"], "y")],
  }),
  made("Expand", "Expand", { constants: [integers("shape", [4], [1, 4, 6, 3])], input: [1, 4, 6, 1] }),
  made("Tile", "Tile", { constants: [integers("repeats", [4], [1, 2, 1, 3])] }),
  made("DepthToSpace by columns first", "DepthToSpace", { attributes: { blocksize: 2, mode: "DCR" } }),
  made("DepthToSpace by channels first", "DepthToSpace", { attributes: { blocksize: 2, mode: "CRD" } }),
  made("SpaceToDepth", "SpaceToDepth", { attributes: { blocksize: 2 } }),
  ...["reflect", "edge", "wrap"].map((mode) =>
    made(`Pad by ${mode}`, "Pad", {
      attributes: { mode },
      constants: [integers("pads", [8], [0, 0, 1, 2, 0, 0, 2, 0])],
      opset: 19,
    }),
  ),
  made("Gather out of order", "Gather", { attributes: { axis: 1 }, constants: [integers("indices", [3], [3, 0, -2])] }),
  made("Gather of one", "Gather", { attributes: { axis: 2 }, constants: [integers("indices", [], [-1])] }),
  made("GatherND of positions", "GatherND", {
    attributes: { batch_dims: 1 },
    constants: [integers("indices", [1, 3, 2], [0, 1, 3, 5, -1, 0])],
  }),
  made("GatherND of numbers", "GatherND", {
    attributes: { batch_dims: 1 },
    constants: [integers("indices", [1, 2, 2, 3], [0, 1, 2, 3, 5, 5, 1, 0, 0, 2, 3, 4])],
  }),
  resized("Resize to the nearest", {
    mode: "nearest",
    nearest_mode: "floor",
    coordinate_transformation_mode: "asymmetric",
  }),
  resized("Resize to the nearest, half pixels", { mode: "nearest" }),
  resized("Resize linearly", { mode: "linear" }),
  resized("Resize linearly, corners aligned", { mode: "linear", coordinate_transformation_mode: "align_corners" }),
  resized("Resize by cubics", { mode: "cubic" }, [1, 1, 2, 2]),
  made("Upsample", "Upsample", {
    attributes: { mode: "nearest" },
    constants: [floats("scales", [4], [1, 1, 2, 3])],
    opset: 9,
  }),
  made("QuantizeLinear and DequantizeLinear", "QuantizeLinear", {
    constants: [floats("step", [], [0.02]), bytes("zero", [], [120])],
    after: [onnxNode("DequantizeLinear", ["z", "step", "zero"], "y")],
  }),
];
