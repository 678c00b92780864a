import type { GraphDocument, GraphEdge, GraphLayer, GraphNode, GraphSegment } from "@gipfel/contracts";
import { AttributionIndex, documentRanks, edgeKey, edgeShares } from "@gipfel/graph";
import { shortLayerNames } from "./layer-names.js";
import { largerSelections, type Opening, openingSelection } from "./opening-selection.js";
import { orderAround, type RankOrder } from "./rank-order.js";

/** A graph document with what the page looks up again and again. */
export interface GraphModel {
  document: GraphDocument;
  /** For asking for shares of many selections. */
  index: AttributionIndex;
  layers: ReadonlyMap<string, GraphLayer>;
  /** Short names of layers, by id. */
  layerNames: ReadonlyMap<string, string>;
  nodes: ReadonlyMap<string, GraphNode>;
  /** By `edgeKey`. */
  edges: ReadonlyMap<string, GraphEdge>;
  /** By the id of the target layer. */
  segments: ReadonlyMap<string, GraphSegment>;
  /** Edges into and out of each node, strongest contribution first. */
  incoming: ReadonlyMap<string, readonly GraphEdge[]>;
  outgoing: ReadonlyMap<string, readonly GraphEdge[]>;
  /** Share of each edge of the class's attribution, by `edgeKey`. */
  edgeShares: ReadonlyMap<string, number>;
  /** Part of the class's attribution that ends in each layer, by id: its rest, or all that reaches a first layer. */
  endingShares: ReadonlyMap<string, number>;
  /** What to show before the reader has chosen a share. */
  opening: Opening;
  /** Nodes in drawing order, one entry per depth. */
  ranks: readonly RankOrder[];
  classNode: GraphNode;
}

/** @throws GipfelError GRAPH_INVALID */
export function buildGraphModel(document: GraphDocument): GraphModel {
  const index = new AttributionIndex(document);
  const nodes = new Map(document.nodes.map((node) => [node.id, node]));
  const strongestFirst = [...document.edges].sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution));
  const classNode = nodes.get(index.nodeIds[index.logit]);
  if (!classNode) throw new Error("A graph document always has its class node");
  const opening = openingSelection(index, documentRanks(document).ranks);
  return {
    document,
    index,
    layers: new Map(document.layers.map((layer) => [layer.id, layer])),
    layerNames: shortLayerNames(document.layers),
    nodes,
    edges: new Map(document.edges.map((edge) => [edgeKey(edge), edge])),
    segments: new Map(document.segments.map((segment) => [segment.target, segment])),
    incoming: edgesBy(strongestFirst, "target"),
    outgoing: edgesBy(strongestFirst, "source"),
    edgeShares: edgeShares(index),
    endingShares: endingShares(document, index),
    opening,
    ranks: orderAround(document, [opening, ...largerSelections(index, opening.asked)]),
    classNode,
  };
}

function endingShares(document: GraphDocument, index: AttributionIndex): Map<string, number> {
  const shares = new Map(document.layers.map(({ id }) => [id, 0]));
  for (const [v, node] of document.nodes.entries()) {
    shares.set(node.layer, (shares.get(node.layer) ?? 0) + node.share * index.ends[v]);
  }
  return shares;
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
