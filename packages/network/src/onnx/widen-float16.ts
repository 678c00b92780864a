import { DataType, type GraphProto, type ModelProto, type NodeProto } from "./format.js";
import { tensorsOf } from "./read-model.js";
import { tensorFromProto, tensorToProto } from "./tensor-data.js";

const narrow = new Set<number>([DataType.FLOAT16, DataType.BFLOAT16]);

/**
 * Turns half-precision models into float32 ones in place: weights, graph inputs and outputs, and casts between the two,
 * which become casts to what is there already.
 */
export function widenFloat16(model: ModelProto): void {
  for (const proto of tensorsOf(model)) {
    if (!narrow.has(proto.dataType ?? 0)) continue;
    const wide = tensorToProto(proto.name ?? "", tensorFromProto(proto));
    Object.assign(proto, { int32Data: [], ...wide });
  }
  if (model.graph) widenGraph(model.graph);
  for (const { node } of model.functions ?? []) widenNodes(node ?? []);
}

function widenGraph(graph: GraphProto): void {
  for (const { type } of [...(graph.input ?? []), ...(graph.output ?? [])]) {
    if (narrow.has(type?.tensorType?.elemType ?? 0)) type!.tensorType!.elemType = DataType.FLOAT;
  }
  widenNodes(graph.node ?? []);
}

function widenNodes(nodes: readonly NodeProto[]): void {
  for (const { opType, attribute } of nodes) {
    for (const { name, g, ...rest } of attribute ?? []) {
      if (g) widenGraph(g);
      if (opType === "Cast" && name === "to" && narrow.has(rest.i ?? 0)) {
        attribute!.find((candidate) => candidate.name === "to")!.i = DataType.FLOAT;
      }
    }
  }
}
