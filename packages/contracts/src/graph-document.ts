/**
 * The graph document: the attribution graph of one class, `graphs/<class>.json`, version 1.
 *
 * Amounts: `contribution`, `gradient` and `standardError` are in units of the target's activation summed over its
 * positions; `flow` and `rest` are in logit units; `share` is in [0, 1]. `null` stands for "not known" (too few image
 * groups, an edge that only a view has, a figure that a one-node layer does not have), never for zero.
 */
import { type Static, Type } from "typebox";

const Finite = (options = {}) => Type.Number(options);
const Nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) => Type.Union([schema, Type.Null()]);
const Count = () => Type.Integer({ minimum: 0 });

export const GraphLayer = Type.Object({
  id: Type.String({ pattern: "^[A-Za-z0-9._-]+$" }),
  /** The tensor's name in the user's file. */
  name: Type.String(),
  /** `input` is the raw image, `output` the layer of class logits; everything between is `hidden`. */
  role: Type.Union([Type.Literal("input"), Type.Literal("hidden"), Type.Literal("output")]),
  /** Rank in the drawing: longest path, in segments, from a layer without sources. */
  depth: Count(),
  neurons: Count(),
  /** Height and width of the layer's feature map, `[1, 1]` for a dense layer. */
  size: Type.Tuple([Count(), Count()]),
  /** Neurons that are never active over the data set; they belong to no node. */
  dead: Type.Array(Count()),
  explainedVariance: Nullable(Finite()),
  silhouette: Nullable(Finite()),
  /** Silhouette of clusters found in shuffled profiles: what chance reaches. */
  chanceSilhouette: Nullable(Finite()),
  /** Mean adjusted Rand index between clusterings from different seeds. */
  stability: Nullable(Finite()),
});

export const GraphExample = Type.Object({
  /** Index of the image in the data set. */
  image: Count(),
  /** The patch in pixels of the network's input: x, y, width, height. */
  box: Type.Tuple([Finite(), Finite(), Finite(), Finite()]),
  activation: Finite(),
});

/** What a document that is a part of a graph leaves out at a node, as one quantity weighs edges. */
export const CutEdges = Type.Object({
  /** Sum of the sizes of the edges into the node that are left out. */
  incoming: Finite({ minimum: 0 }),
  /** Share of the attribution of the class that reaches the node along edges that are left out, in [0, 1]. */
  arriving: Finite({ minimum: 0 }),
});

export const GraphNode = Type.Object({
  /** `<layer id>/<n>`; for the output layer `n` is the class index. */
  id: Type.String(),
  layer: Type.String(),
  neurons: Type.Array(Count()),
  /** Mean over images, neurons and positions. */
  meanActivation: Finite(),
  share: Finite(),
  /** Signed part of the class logit that passes through this node; null where a quadrature segment was not followed. */
  flow: Nullable(Finite()),
  /** Part of the logit that starts here: what the node does with all its sources at baseline. */
  rest: Nullable(Finite()),
  /**
   * β(v), in activation units: what the node does when all its sources are at baseline, minus its own baseline, summed
   * over neurons and positions. Share needs it.
   */
  restActivation: Finite(),
  /** Only where edges of the node are left out. With it, shares are those of the whole graph. */
  cut: Type.Optional(Type.Object({ contribution: CutEdges, gradient: CutEdges })),
  pagerank: Finite(),
  examples: Type.Array(GraphExample),
});

export const GraphEdge = Type.Object({
  source: Type.String(),
  target: Type.String(),
  contribution: Finite(),
  gradient: Finite(),
  standardError: Nullable(Finite()),
  /** Half-width factor: the two-sided 95 % t-quantile for the number of groups. */
  tQuantile: Nullable(Finite()),
  /** Fraction of image groups whose contribution has the sign of the mean. */
  signAgreement: Nullable(Finite()),
  images: Count(),
});

export const GraphSegment = Type.Object({
  target: Type.String(),
  sources: Type.Array(Type.String()),
  /** `counted`: not computed here, but read from a graph whose edges are numbers of images. */
  kind: Type.Union([Type.Literal("exact"), Type.Literal("quadrature"), Type.Literal("counted")]),
  reason: Type.String(),
  /** Quadrature points per image, the most that any batch needed; 0 for the closed form. */
  steps: Count(),
  /** ‖Σ A − Δ‖₂ / ‖Δ‖₂ over target neurons and images. */
  completenessResidual: Nullable(Finite()),
});

export const GraphDocument = Type.Object({
  format: Type.Literal("gipfel-graph"),
  version: Type.Literal(1),
  class: Type.Object({
    index: Count(),
    name: Type.String(),
    images: Count(),
    /** Fraction of the class's images whose largest logit is this class; null for an output that is no class. */
    accuracy: Nullable(Finite()),
    /** Mean logit over the class's images. */
    logit: Finite(),
  }),
  model: Type.Object({ name: Type.String(), hash: Type.String() }),
  dataset: Type.Object({ name: Type.String(), hash: Type.String(), images: Count() }),
  options: Type.Record(Type.String(), Type.Unknown()),
  layers: Type.Array(GraphLayer),
  nodes: Type.Array(GraphNode),
  edges: Type.Array(GraphEdge),
  segments: Type.Array(GraphSegment),
  /** What examples show, as data addresses by the index of the image: only where a graph leaves its analysis. */
  images: Type.Optional(Type.Record(Type.String(), Type.String())),
});

export type GraphLayer = Static<typeof GraphLayer>;
export type GraphExample = Static<typeof GraphExample>;
export type CutEdges = Static<typeof CutEdges>;
export type GraphNode = Static<typeof GraphNode>;
export type GraphEdge = Static<typeof GraphEdge>;
export type GraphSegment = Static<typeof GraphSegment>;
export type GraphDocument = Static<typeof GraphDocument>;
