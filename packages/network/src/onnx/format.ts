/**
 * The part of ONNX's protobuf format that Gipfel reads and writes, by its published field numbers (onnx.proto3). This is
 * the one place where protobufjs, which knows messages only at run time, meets static types.
 */
import protobuf from "protobufjs";

export const DataType = {
  FLOAT: 1,
  UINT8: 2,
  INT8: 3,
  UINT16: 4,
  INT16: 5,
  INT32: 6,
  INT64: 7,
  BOOL: 9,
  FLOAT16: 10,
  DOUBLE: 11,
  BFLOAT16: 16,
} as const;
export const AttributeType = {
  FLOAT: 1,
  INT: 2,
  STRING: 3,
  TENSOR: 4,
  GRAPH: 5,
  FLOATS: 6,
  INTS: 7,
  STRINGS: 8,
} as const;

export interface StringEntry {
  key: string;
  value: string;
}
export interface TensorProto {
  dims?: number[];
  dataType?: number;
  floatData?: number[];
  int32Data?: number[];
  int64Data?: number[];
  doubleData?: number[];
  name?: string;
  rawData?: Uint8Array;
  externalData?: StringEntry[];
  dataLocation?: number;
}
export interface AttributeProto {
  name: string;
  type?: number;
  f?: number;
  i?: number;
  s?: Uint8Array;
  t?: TensorProto;
  g?: GraphProto;
  floats?: number[];
  ints?: number[];
  strings?: Uint8Array[];
}
export interface NodeProto {
  input?: string[];
  output?: string[];
  name?: string;
  opType: string;
  domain?: string;
  attribute?: AttributeProto[];
}
export interface DimensionProto {
  dimValue?: number;
  dimParam?: string;
}
export interface ValueInfoProto {
  name: string;
  type?: { tensorType?: { elemType?: number; shape?: { dim?: DimensionProto[] } } };
}
export interface GraphProto {
  node?: NodeProto[];
  name?: string;
  initializer?: TensorProto[];
  input?: ValueInfoProto[];
  output?: ValueInfoProto[];
  valueInfo?: ValueInfoProto[];
}
export interface FunctionProto {
  name?: string;
  node?: NodeProto[];
}
export interface ModelProto {
  irVersion?: number;
  producerName?: string;
  graph?: GraphProto;
  opsetImport?: { domain?: string; version?: number }[];
  functions?: FunctionProto[];
}

type FieldDescription = [type: string, id: number, rule?: "repeated"];

function message(fields: Record<string, FieldDescription>): protobuf.IType {
  return {
    fields: Object.fromEntries(
      Object.entries(fields).map(([name, [type, id, rule]]) => [name, rule ? { type, id, rule } : { type, id }]),
    ),
  };
}

const root = protobuf.Root.fromJSON({
  nested: {
    StringEntry: message({ key: ["string", 1], value: ["string", 2] }),
    TensorProto: message({
      dims: ["int64", 1, "repeated"],
      dataType: ["int32", 2],
      floatData: ["float", 4, "repeated"],
      int32Data: ["int32", 5, "repeated"],
      int64Data: ["int64", 7, "repeated"],
      name: ["string", 8],
      rawData: ["bytes", 9],
      doubleData: ["double", 10, "repeated"],
      externalData: ["StringEntry", 13, "repeated"],
      dataLocation: ["int32", 14],
    }),
    AttributeProto: message({
      name: ["string", 1],
      f: ["float", 2],
      i: ["int64", 3],
      s: ["bytes", 4],
      t: ["TensorProto", 5],
      g: ["GraphProto", 6],
      floats: ["float", 7, "repeated"],
      ints: ["int64", 8, "repeated"],
      strings: ["bytes", 9, "repeated"],
      type: ["int32", 20],
      refAttrName: ["string", 21],
    }),
    NodeProto: message({
      input: ["string", 1, "repeated"],
      output: ["string", 2, "repeated"],
      name: ["string", 3],
      opType: ["string", 4],
      attribute: ["AttributeProto", 5, "repeated"],
      domain: ["string", 7],
      overload: ["string", 8],
    }),
    DimensionProto: message({ dimValue: ["int64", 1], dimParam: ["string", 2] }),
    TensorShapeProto: message({ dim: ["DimensionProto", 1, "repeated"] }),
    TensorTypeProto: message({ elemType: ["int32", 1], shape: ["TensorShapeProto", 2] }),
    TypeProto: message({ tensorType: ["TensorTypeProto", 1] }),
    ValueInfoProto: message({ name: ["string", 1], type: ["TypeProto", 2] }),
    GraphProto: message({
      node: ["NodeProto", 1, "repeated"],
      name: ["string", 2],
      initializer: ["TensorProto", 5, "repeated"],
      input: ["ValueInfoProto", 11, "repeated"],
      output: ["ValueInfoProto", 12, "repeated"],
      valueInfo: ["ValueInfoProto", 13, "repeated"],
    }),
    OperatorSetIdProto: message({ domain: ["string", 1], version: ["int64", 2] }),
    FunctionProto: message({
      name: ["string", 1],
      input: ["string", 4, "repeated"],
      output: ["string", 5, "repeated"],
      attribute: ["string", 6, "repeated"],
      node: ["NodeProto", 7, "repeated"],
      opsetImport: ["OperatorSetIdProto", 9, "repeated"],
      domain: ["string", 10],
      attributeProto: ["AttributeProto", 11, "repeated"],
      overload: ["string", 13],
    }),
    ModelProto: message({
      irVersion: ["int64", 1],
      producerName: ["string", 2],
      graph: ["GraphProto", 7],
      opsetImport: ["OperatorSetIdProto", 8, "repeated"],
      functions: ["FunctionProto", 25, "repeated"],
    }),
  },
});
const modelType = root.lookupType("ModelProto");

/**
 * Parses a model; throws on bytes that are not a complete protobuf message. 64-bit integers become numbers, exact up to
 * 2^53; see saturate-integers.ts for the largest.
 */
export function decodeModel(bytes: Uint8Array): ModelProto {
  const decoded = modelType.decode(bytes);
  return modelType.toObject(decoded, { longs: Number, defaults: false }) as ModelProto;
}

export function encodeModel(model: ModelProto): Uint8Array {
  return modelType.encode(modelType.fromObject(model)).finish();
}
