/**
 * What the exporters say about nodes and edges: one list of typed columns for all formats. `null` means "not known" and
 * is left out (XML, Cytoscape) or empty (CSV); zero is never written for it.
 */
import type { GraphDocument, GraphEdge, GraphLayer, GraphNode } from "@gipfel/contracts";
import { AttributionIndex } from "../attribution-index.js";
import { massAtNodes } from "../mass.js";
import { type Selection, selects } from "../share.js";

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

/** Rows are made one at a time, as they are asked for: those of a large graph take more memory than the graph. */
export interface Tables {
  readonly nodes: Iterable<NodeRow>;
  readonly edges: Iterable<EdgeRow>;
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

/** A graph document, and the part of it that is written. */
export interface Exported {
  readonly document: GraphDocument;
  /** Of the whole document; made here unless the caller has one. */
  readonly index?: AttributionIndex;
  /** All of the document unless given; shares are those of the whole document either way. */
  readonly selection?: Selection;
}

/** @throws GipfelError GRAPH_INVALID */
export function tablesOf({ document, selection, index = new AttributionIndex(document) }: Exported): Tables {
  const mass = massAtNodes(index);
  return {
    nodes: { [Symbol.iterator]: () => nodeRows(document, selection) },
    edges: { [Symbol.iterator]: () => edgeRows(document, selection, index, mass) },
  };
}

function* nodeRows(document: GraphDocument, selection: Selection | undefined): Generator<NodeRow> {
  const layers = new Map(document.layers.map((layer) => [layer.id, layer]));
  for (const node of document.nodes) {
    const layer = layers.get(node.layer);
    if (layer === undefined || (selection !== undefined && !selection.nodes.has(node.id))) continue;
    yield { ...node, in: layer };
  }
}

function* edgeRows(
  document: GraphDocument,
  selection: Selection | undefined,
  index: AttributionIndex,
  mass: Float64Array,
): Generator<EdgeRow> {
  for (const [e, edge] of document.edges.entries()) {
    if (selection !== undefined && !selects(selection, edge)) continue;
    yield {
      ...edge,
      key: index.edgeKeys[e],
      share: mass[index.target[e]] * index.probability[e],
      sourceLayer: document.nodes[index.source[e]].layer,
      targetLayer: document.nodes[index.target[e]].layer,
    };
  }
}
