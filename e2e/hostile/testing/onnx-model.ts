/** ONNX files with an image input `x` `[N, 3, 8, 8]` and ten `logits`, whatever else is in them. */
import {
  type AttributeProto,
  AttributeType,
  DataType,
  encodeModel,
  type GraphProto,
  type NodeProto,
  type TensorProto,
} from "../../../packages/network/src/index.js";
import { operation } from "../../testing/models.js";

export { operation };

/** A node with attributes: numbers become integers, lists lists of integers, tensors and graphs what they are. */
export function node(
  opType: string,
  input: readonly string[],
  output: string | readonly string[],
  attributes: Readonly<Record<string, number | readonly number[] | string | TensorProto | GraphProto>> = {},
): NodeProto {
  return {
    ...operation(opType, input, String(output)),
    output: typeof output === "string" ? [output] : [...output],
    attribute: Object.entries(attributes).map(([name, value]) => attribute(name, value)),
  };
}

function attribute(
  name: string,
  value: number | readonly number[] | string | TensorProto | GraphProto,
): AttributeProto {
  if (typeof value === "number") return { name, type: AttributeType.INT, i: value };
  if (typeof value === "string") return { name, type: AttributeType.STRING, s: Buffer.from(value) };
  if (isList(value)) return { name, type: AttributeType.INTS, ints: [...value] };
  if ("node" in value) return { name, type: AttributeType.GRAPH, g: value };
  return { name, type: AttributeType.TENSOR, t: value as TensorProto };
}

function isList(value: object): value is readonly number[] {
  return Array.isArray(value);
}

export function floats(name: string, dims: readonly number[], values?: readonly number[]): TensorProto {
  const count = dims.reduce((product, size) => product * size, 1);
  const data = Float32Array.from(values ?? Array.from({ length: count }, (_, i) => ((i % 7) - 3) / 10));
  return { name, dims: [...dims], dataType: DataType.FLOAT, rawData: new Uint8Array(data.buffer) };
}

export function integers(name: string, values: readonly number[], dims = [values.length]): TensorProto {
  return { name, dims, dataType: DataType.INT64, int64Data: [...values] };
}

/** From `y`, any number of channels, to the logits. */
const head = [
  operation("GlobalAveragePool", ["y"], "mean"),
  operation("Flatten", ["mean"], "flat"),
  operation("MatMul", ["flat", "weights"], "logits"),
];

export interface ModelParts {
  /** What makes `y` of `x`. */
  readonly nodes: readonly NodeProto[];
  readonly constants?: readonly TensorProto[];
  /** Channels of `y`. */
  readonly channels?: number;
  readonly input?: readonly (number | string)[];
  readonly opset?: number;
}

export function onnxModel({
  nodes,
  constants = [],
  channels = 3,
  input = ["N", 3, 8, 8],
  opset = 13,
}: ModelParts): Uint8Array {
  const dim = input.map((size) => (typeof size === "string" ? { dimParam: size } : { dimValue: size }));
  return encodeModel({
    irVersion: 8,
    opsetImport: [{ domain: "", version: opset }],
    graph: {
      name: "hostile",
      node: [...nodes, ...head],
      initializer: [floats("weights", [channels, 10]), ...constants],
      input: [{ name: "x", type: { tensorType: { elemType: DataType.FLOAT, shape: { dim } } } }],
      output: [{ name: "logits", type: { tensorType: { elemType: DataType.FLOAT } } }],
    },
  });
}

/** A 3 × 3 convolution from `x` to `y` with other attributes than the usual ones. */
export function convolution(
  attributes: Readonly<Record<string, number | readonly number[] | string>>,
  kernel = floats("kernel", [4, 3, 3, 3]),
): Uint8Array {
  return onnxModel({ nodes: [node("Conv", ["x", "kernel"], "y", attributes)], constants: [kernel], channels: 4 });
}
