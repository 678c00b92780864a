import type { NodeProto } from "@gipfel/network";
import { type AttributeValue, attributeProto, type FloatAttribute } from "../onnxruntime/write/graph-writer.js";

export type NodeAttributes = Readonly<Record<string, AttributeValue | FloatAttribute>>;

/** A node of an ONNX file, named by what it makes. */
export function onnxNode(
  opType: string,
  input: readonly string[],
  output: string,
  attributes: NodeAttributes = {},
): NodeProto {
  const attribute = Object.entries(attributes).map(([name, value]) => attributeProto(name, value));
  return { opType, input: [...input], output: [output], name: `${opType}-${output}`, attribute };
}
