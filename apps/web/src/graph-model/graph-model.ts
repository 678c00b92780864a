import type { GraphDocument, GraphEdge, GraphLayer, GraphNode, GraphSegment } from "@gipfel/contracts";
import { edgeKey } from "@gipfel/graph";
import { shortLayerNames } from "./layer-names.js";
import { meanLogit } from "./mean-logit.js";
import { largerSelections } from "./opening-selection.js";
import { orderAround, type RankOrder } from "./rank-order.js";
import { type Weighing, weigh } from "./weighing.js";

/** A graph document with what the page looks up again and again, and its edges as one quantity weighs them. */
export interface GraphModel extends Weighing {
  document: GraphDocument;
  layers: ReadonlyMap<string, GraphLayer>;
  /** Short names of layers, by id. */
  layerNames: ReadonlyMap<string, string>;
  nodes: ReadonlyMap<string, GraphNode>;
  /** What readers call nodes, by id. */
  names: ReadonlyMap<string, string>;
  /** By `edgeKey`. */
  edges: ReadonlyMap<string, GraphEdge>;
  /** By the id of the target layer. */
  segments: ReadonlyMap<string, GraphSegment>;
  /** Node ids, every target before its sources. */
  targetsFirst: readonly string[];
  /** Largest share that a concept has. */
  largestShare: number;
  /** Nodes in drawing order, one entry per depth. */
  ranks: readonly RankOrder[];
  classNode: GraphNode;
  /** Whose amounts these are: the means of the class, those of one image, or what the image has more than the class. */
  laid: "class" | "image" | "difference";
  /** Of the class: mean over its images, or that of the one image. */
  logit: number | null;
}

/** The graph by contributions. @throws GipfelError GRAPH_INVALID */
export function buildGraphModel(document: GraphDocument): GraphModel {
  const weighing = weigh(document, "contribution");
  const { index, opening } = weighing;
  const nodes = new Map(document.nodes.map((node) => [node.id, node]));
  const layers = new Map(document.layers.map((layer) => [layer.id, layer]));
  const classNode = nodes.get(index.nodeIds[index.logit]);
  if (!classNode) throw new Error("A graph document always has its class node");
  return {
    ...weighing,
    document,
    layers,
    layerNames: shortLayerNames(document.layers),
    nodes,
    names: new Map(),
    edges: new Map(document.edges.map((edge) => [edgeKey(edge), edge])),
    segments: new Map(document.segments.map((segment) => [segment.target, segment])),
    targetsFirst: Array.from(index.order, (v) => index.nodeIds[v]),
    largestShare: document.nodes.reduce(
      (most, { layer, share }) => (layers.get(layer)?.role === "hidden" ? Math.max(most, share) : most),
      0,
    ),
    ranks: orderAround(document, [opening, ...largerSelections(index, opening.asked)]),
    classNode,
    laid: "class",
    logit: meanLogit(document),
  };
}

const gradients = new WeakMap<GraphDocument, Weighing>();

/** The same graph, every node in its place, with its edges by gradients. Weighed once per document. */
export function byGradient(model: GraphModel): GraphModel {
  const weighing = gradients.get(model.document) ?? weigh(model.document, "gradient");
  gradients.set(model.document, weighing);
  return { ...model, ...weighing };
}
