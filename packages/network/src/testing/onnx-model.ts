/** Small ONNX models for tests, written by the format's own description. */
import {
  type AttributeProto,
  AttributeType,
  DataType,
  type DimensionProto,
  type ModelProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from "../onnx/format.js";

/** A fixed size, or the name of an open one. */
type Dimensions = readonly (number | string)[];

export interface ModelParts {
  readonly nodes: readonly NodeProto[];
  readonly constants?: readonly TensorProto[];
  /** Shape of the input `x`, or of each input by name. */
  readonly input?: Dimensions | Readonly<Record<string, Dimensions>>;
  readonly outputs?: readonly string[];
  readonly opset?: number;
}

export function modelOf({
  nodes,
  constants = [],
  input = ["N", 3, 8, 8],
  outputs = ["y"],
  opset = 13,
}: ModelParts): ModelProto {
  const inputs = Array.isArray(input) ? { x: input as Dimensions } : (input as Readonly<Record<string, Dimensions>>);
  return {
    irVersion: 8,
    opsetImport: [{ domain: "", version: opset }],
    graph: {
      name: "test",
      node: [...nodes],
      initializer: [...constants],
      input: Object.entries(inputs).map(([name, shape]) => valueInfo(name, shape)),
      output: outputs.map((name) => valueInfo(name)),
    },
  };
}

function valueInfo(name: string, shape?: Dimensions): ValueInfoProto {
  const dim = shape?.map(
    (dimension): DimensionProto =>
      typeof dimension === "number" ? { dimValue: dimension } : { dimParam: dimension || undefined },
  );
  return { name, type: { tensorType: { elemType: DataType.FLOAT, ...(dim ? { shape: { dim } } : {}) } } };
}

export function node(
  opType: string,
  input: readonly string[],
  output: readonly string[],
  attributes: Readonly<Record<string, number | readonly number[] | string>> = {},
): NodeProto {
  const attribute = Object.entries(attributes).map(([name, value]) => attributeOf(name, value));
  return { opType, input: [...input], output: [...output], name: `${opType}-${output[0]}`, attribute };
}

function attributeOf(name: string, value: number | readonly number[] | string): AttributeProto {
  if (typeof value === "number") return { name, type: AttributeType.INT, i: value };
  if (typeof value === "string") return { name, type: AttributeType.STRING, s: Buffer.from(value) };
  return { name, type: AttributeType.INTS, ints: [...value] };
}

/** A float32 constant; without values it counts up in steps of 1/8. */
export function floats(
  name: string,
  dims: readonly number[],
  values: readonly number[] = Array.from({ length: dims.reduce((a, b) => a * b, 1) }, (_, i) => (i % 16) / 8 - 1),
): TensorProto {
  return { name, dims: [...dims], dataType: DataType.FLOAT, floatData: [...values] };
}

export function integers(name: string, values: readonly number[]): TensorProto {
  return { name, dims: [values.length], dataType: DataType.INT64, int64Data: [...values] };
}
