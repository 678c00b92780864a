/**
 * What the exporters say about nodes and edges: one list of typed columns for all formats. `null` means "not known" and
 * is left out (XML, Cytoscape) or empty (CSV); zero is never written for it.
 */
import type { GraphDocument, GraphEdge, GraphLayer, GraphNode } from "@gipfel/contracts";
import { edgeKey } from "../edge-key.js";
import { edgeShares, type Selection, selects } from "../share.js";

export type ColumnType = "string" | "integer" | "double";
export type Cell = string | number | null;

export interface Column<Row> {
  readonly name: string;
  readonly type: ColumnType;
  readonly cell: (row: Row) => Cell;
}

/** A node with its layer. */
export interface NodeRow extends GraphNode {
  readonly in: GraphLayer;
}

/** An edge with the layers of its ends and its share of the attribution. */
export interface EdgeRow extends GraphEdge {
  readonly key: string;
  readonly share: number;
  readonly sourceLayer: string;
  readonly targetLayer: string;
}

export interface Tables {
  readonly nodes: readonly NodeRow[];
  readonly edges: readonly EdgeRow[];
}

export const nodeColumns: readonly Column<NodeRow>[] = [
  { name: "layer", type: "string", cell: (node) => node.layer },
  { name: "layerName", type: "string", cell: (node) => node.in.name },
  { name: "role", type: "string", cell: (node) => node.in.role },
  { name: "depth", type: "integer", cell: (node) => node.in.depth },
  { name: "neurons", type: "string", cell: (node) => node.neurons.join(" ") },
  { name: "neuronCount", type: "integer", cell: (node) => node.neurons.length },
  { name: "meanActivation", type: "double", cell: (node) => node.meanActivation },
  { name: "share", type: "double", cell: (node) => node.share },
  { name: "flow", type: "double", cell: (node) => node.flow },
  { name: "rest", type: "double", cell: (node) => node.rest },
  { name: "restActivation", type: "double", cell: (node) => node.restActivation },
  { name: "pagerank", type: "double", cell: (node) => node.pagerank },
];

export const edgeColumns: readonly Column<EdgeRow>[] = [
  { name: "sourceLayer", type: "string", cell: (edge) => edge.sourceLayer },
  { name: "targetLayer", type: "string", cell: (edge) => edge.targetLayer },
  { name: "contribution", type: "double", cell: (edge) => edge.contribution },
  { name: "gradient", type: "double", cell: (edge) => edge.gradient },
  { name: "standardError", type: "double", cell: (edge) => edge.standardError },
  { name: "tQuantile", type: "double", cell: (edge) => edge.tQuantile },
  { name: "signAgreement", type: "double", cell: (edge) => edge.signAgreement },
  { name: "images", type: "integer", cell: (edge) => edge.images },
  { name: "share", type: "double", cell: (edge) => edge.share },
];

/**
 * The rows of a document, or of the part that a selection keeps; shares are those of the whole document either way.
 *
 * @throws GipfelError GRAPH_INVALID
 */
export function tablesOf(document: GraphDocument, selection?: Selection): Tables {
  const layers = new Map(document.layers.map((layer) => [layer.id, layer]));
  const layerOf = new Map(document.nodes.map((node) => [node.id, node.layer]));
  const shares = edgeShares(document);
  const nodes = document.nodes.flatMap((node) => {
    const layer = layers.get(node.layer);
    return layer === undefined ? [] : [{ ...node, in: layer }];
  });
  const edges = document.edges.map((edge) => ({
    ...edge,
    key: edgeKey(edge),
    share: shares.get(edgeKey(edge)) ?? 0,
    sourceLayer: layerOf.get(edge.source) ?? "",
    targetLayer: layerOf.get(edge.target) ?? "",
  }));
  if (selection === undefined) return { nodes, edges };
  return {
    nodes: nodes.filter((node) => selection.nodes.has(node.id)),
    edges: edges.filter((edge) => selects(selection, edge)),
  };
}
