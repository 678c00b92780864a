/**
 * Weights that the optimiser has no use for stay out of what it is given: they enter as graph inputs and come back
 * as initializers, so that hundreds of megabytes are neither written nor read again.
 */
import type { GraphProto, NodeProto, TensorProto } from "./format.js";

/** Operations that the optimiser may merge into the convolution or product before them, for which it needs the weights. */
const mergeable = new Set(["BatchNormalization", "Add", "Mul", "Sum"]);

/** Takes out of the graph, in place, every weight that only convolutions and products read which nothing is merged into. */
export function withholdWeights(graph: GraphProto): TensorProto[] {
  const readers = readersOf(graph.node ?? []);
  const isOutput = new Set((graph.output ?? []).map(({ name }) => name));
  const takes = (node: NodeProto, weight: string): boolean =>
    (node.opType === "Conv" || node.opType === "Gemm") &&
    node.input!.every((input, index) => input !== weight || index === 1) &&
    node.output!.every((output) => (readers.get(output) ?? []).every(({ opType }) => !mergeable.has(opType)));
  const withheld = (graph.initializer ?? []).filter(({ name = "" }) => {
    const nodes = readers.get(name) ?? [];
    return nodes.length > 0 && !isOutput.has(name) && nodes.every((node) => takes(node, name));
  });
  const names = new Set(withheld);
  graph.initializer = (graph.initializer ?? []).filter((proto) => !names.has(proto));
  for (const { name = "", dims = [], dataType } of withheld) {
    const shape = { dim: dims.map((dimValue) => ({ dimValue })) };
    graph.input!.push({ name, type: { tensorType: { elemType: dataType, shape } } });
  }
  return withheld;
}

/** Puts withheld weights back, in place. */
export function returnWeights(graph: GraphProto, withheld: readonly TensorProto[]): void {
  const names = new Set(withheld.map(({ name }) => name));
  graph.input = (graph.input ?? []).filter(({ name }) => !names.has(name));
  graph.initializer = [...(graph.initializer ?? []), ...withheld];
}

/** The nodes that read each tensor, those inside subgraphs included. */
function readersOf(nodes: readonly NodeProto[], readers = new Map<string, NodeProto[]>()): Map<string, NodeProto[]> {
  for (const node of nodes) {
    for (const input of node.input ?? []) {
      const list = readers.get(input);
      if (list) list.push(node);
      else readers.set(input, [node]);
    }
    for (const { g } of node.attribute ?? []) if (g) readersOf(g.node ?? [], readers);
  }
  return readers;
}
