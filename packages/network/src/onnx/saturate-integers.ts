import type { GraphProto, ModelProto, NodeProto, TensorProto } from "./format.js";

/** The largest double that is a 64-bit integer; 2^63 − 1 itself becomes 2^63 as a double and would be written as −2^63. */
const largest = 2 ** 63 - 1024;

const saturate = (value: number): number => Math.min(value, largest);

/** Makes integers that say "to the end" (2^63 − 1 in slices) ones that survive being written again. In place. */
export function saturateIntegers({ graph, functions }: ModelProto): void {
  if (graph) saturateGraph(graph);
  for (const { node } of functions ?? []) saturateNodes(node ?? []);
}

function saturateGraph({ initializer, node }: GraphProto): void {
  for (const proto of initializer ?? []) saturateTensor(proto);
  saturateNodes(node ?? []);
}

function saturateTensor(proto: TensorProto): void {
  if (proto.int64Data) proto.int64Data = proto.int64Data.map(saturate);
}

function saturateNodes(nodes: readonly NodeProto[]): void {
  for (const attribute of nodes.flatMap((node) => node.attribute ?? [])) {
    if (attribute.i !== undefined) attribute.i = saturate(attribute.i);
    if (attribute.ints) attribute.ints = attribute.ints.map(saturate);
    if (attribute.t) saturateTensor(attribute.t);
    if (attribute.g) saturateGraph(attribute.g);
  }
}
