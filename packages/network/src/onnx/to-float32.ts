import { DataType, type GraphProto, type ModelProto, type NodeProto } from "./format.js";
import { tensorsOf } from "./read-model.js";
import { tensorFromProto, tensorToProto } from "./tensor-data.js";

const namesOfTypes: ReadonlyMap<number, string> = new Map([
  [DataType.FLOAT16, "float16"],
  [DataType.BFLOAT16, "bfloat16"],
  [DataType.DOUBLE, "float64"],
]);
const isOther = (type: number | undefined): boolean => namesOfTypes.has(type ?? 0);

/**
 * Turns models of half or double precision into float32 ones in place: weights, graph inputs and outputs, and casts,
 * which become casts to what is there already.
 *
 * @returns the precisions that were found, by name.
 */
export function toFloat32(model: ModelProto): string[] {
  const found = new Set<string>();
  for (const proto of tensorsOf(model)) {
    if (!isOther(proto.dataType)) continue;
    found.add(namesOfTypes.get(proto.dataType!)!);
    const single = tensorToProto(proto.name ?? "", tensorFromProto(proto));
    Object.assign(proto, { int32Data: [], doubleData: [], ...single });
  }
  if (model.graph) convertGraph(model.graph);
  for (const { node } of model.functions ?? []) convertNodes(node ?? []);
  return [...found];
}

function convertGraph(graph: GraphProto): void {
  for (const { type } of [...(graph.input ?? []), ...(graph.output ?? [])]) {
    if (isOther(type?.tensorType?.elemType)) type!.tensorType!.elemType = DataType.FLOAT;
  }
  convertNodes(graph.node ?? []);
}

function convertNodes(nodes: readonly NodeProto[]): void {
  for (const { opType, attribute } of nodes) {
    for (const candidate of attribute ?? []) {
      if (candidate.g) convertGraph(candidate.g);
      if (opType === "Cast" && candidate.name === "to" && isOther(candidate.i)) candidate.i = DataType.FLOAT;
    }
  }
}
