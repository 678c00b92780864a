import type { GraphDocument, GraphEdge, GraphLayer, GraphNode } from "@gipfel/contracts";
import { AttributionIndex, documentRanks, edgeKey, edgeShares, orderRanks } from "@gipfel/graph";

/** A graph document with what the page looks up again and again. */
export interface GraphModel {
  document: GraphDocument;
  /** For asking for shares of many selections. */
  index: AttributionIndex;
  layers: ReadonlyMap<string, GraphLayer>;
  nodes: ReadonlyMap<string, GraphNode>;
  /** By `edgeKey`. */
  edges: ReadonlyMap<string, GraphEdge>;
  /** Edges into and out of each node, strongest contribution first. */
  incoming: ReadonlyMap<string, readonly GraphEdge[]>;
  outgoing: ReadonlyMap<string, readonly GraphEdge[]>;
  /** Share of each edge of the class's attribution, by `edgeKey`. */
  edgeShares: ReadonlyMap<string, number>;
  /** Node ids in drawing order, one list per depth. */
  ranks: readonly (readonly string[])[];
  classNode: GraphNode;
}

/** @throws GipfelError GRAPH_INVALID */
export function buildGraphModel(document: GraphDocument): GraphModel {
  const index = new AttributionIndex(document);
  const nodes = new Map(document.nodes.map((node) => [node.id, node]));
  const strongestFirst = [...document.edges].sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  const classNode = nodes.get(index.nodeIds[index.logit]);
  if (!classNode) throw new Error("A graph document always has its class node");
  return {
    document,
    index,
    layers: new Map(document.layers.map((layer) => [layer.id, layer])),
    nodes,
    edges: new Map(document.edges.map((edge) => [edgeKey(edge), edge])),
    incoming: edgesBy(strongestFirst, "target"),
    outgoing: edgesBy(strongestFirst, "source"),
    edgeShares: edgeShares(index),
    ranks: orderRanks(documentRanks(document)),
    classNode,
  };
}

function edgesBy(edges: readonly GraphEdge[], end: "source" | "target"): Map<string, GraphEdge[]> {
  const groups = new Map<string, GraphEdge[]>();
  for (const edge of edges) {
    const group = groups.get(edge[end]);
    if (group) group.push(edge);
    else groups.set(edge[end], [edge]);
  }
  return groups;
}
