import { Type } from "typebox";
import { EdgeImage } from "../../edge-images-document.js";
import { GraphDocument, GraphEdge, GraphExample, GraphNode } from "../../graph-document.js";
import { ImagePrediction, ProbabilityKind } from "../../prediction-document.js";
import { AnalysisSummary } from "../analysis.js";
import { Count, Default, Id, Nullable, PageOf, PageQuery } from "../common.js";
import { endpoint } from "../endpoint.js";
import { ViewConcepts } from "../view.js";
import { imageIndex, nodeId } from "./params.js";

const classParams = Type.Object({ analysis: Id(), class: Type.String({ minLength: 1, maxLength: 200 }) });
const annotationParams = Type.Object({ analysis: Id(), node: nodeId() });

/** What of a graph is asked for. */
const selection = {
  share: Type.Optional(Type.Number({ minimum: 0, maximum: 1, description: "prune to this share of the attribution" })),
  maxNodes: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000, description: "at most so many nodes" })),
  maxEdges: Type.Optional(Type.Integer({ minimum: 1, maximum: 1_000_000, description: "at most so many edges" })),
  layers: Type.Optional(Type.String({ maxLength: 10_000, description: "layer ids, separated by commas" })),
  quantity: Default(
    Type.Enum(["contribution", "gradient"], { description: "what edges are ordered by" }),
    "contribution",
  ),
};
const view = Type.Optional(Id());

export const resultEndpoints = {
  listResults: endpoint({
    method: "GET",
    path: "/api/results",
    tag: "Results",
    summary: "Finished analyses with their classes; those of folders that the service was started with come first.",
    role: "read",
    query: PageQuery,
    reply: PageOf(AnalysisSummary),
  }),
  showGraph: endpoint({
    method: "GET",
    path: "/api/analyses/:analysis/graphs/:class",
    tag: "Results",
    summary: "The graph of a class, pruned where that is asked for.",
    role: "read",
    params: classParams,
    query: Type.Object({ ...selection, view }),
    reply: GraphDocument,
  }),
  previewGraph: endpoint({
    method: "POST",
    path: "/api/analyses/:analysis/graphs/:class/preview",
    tag: "Results",
    summary: "The graph of a class with other concepts, as a view with them would show it; nothing is saved.",
    role: "read",
    params: classParams,
    query: Type.Object(selection),
    body: ViewConcepts,
    reply: GraphDocument,
  }),
  exportGraph: endpoint({
    method: "GET",
    path: "/api/analyses/:analysis/graphs/:class/export",
    tag: "Results",
    summary: "The graph of a class for other programs.",
    role: "read",
    params: classParams,
    query: Type.Object({ format: Type.Enum(["json", "graphml", "gexf", "cyjs", "csv"]), view }),
    reply: { bytes: ["application/json", "application/xml", "text/csv"] },
  }),
  showNode: endpoint({
    method: "GET",
    path: "/api/analyses/:analysis/graphs/:class/nodes/:node",
    tag: "Results",
    summary: "A node with its neurons, examples, and edges in and out.",
    role: "read",
    params: Type.Object({ analysis: Id(), class: classParams.properties.class, node: nodeId() }),
    query: Type.Object({ view }),
    reply: Type.Object({
      node: GraphNode,
      incoming: Type.Array(GraphEdge),
      outgoing: Type.Array(GraphEdge),
      /** Patches of all classes on which the node is strongest; its own are of its class. Null where that is not kept. */
      datasetExamples: Nullable(Type.Array(GraphExample)),
    }),
  }),
  showEdge: endpoint({
    method: "GET",
    path: "/api/analyses/:analysis/graphs/:class/edge",
    tag: "Results",
    summary: "An edge with its strongest pairs of neurons.",
    role: "read",
    params: classParams,
    query: Type.Object({
      source: nodeId(),
      target: nodeId(),
      top: Default(Type.Integer({ minimum: 1, maximum: 10_000 }), 20),
      view,
    }),
    reply: Type.Object({
      edge: GraphEdge,
      /** By |contribution|. Target neurons are null where the matrix has one column for the whole node. */
      pairs: Type.Array(
        Type.Object({
          source: Count(),
          target: Nullable(Count()),
          contribution: Type.Number(),
          gradient: Type.Number(),
        }),
      ),
      /** The images on which the edge is strongest; null before `findEdgeImages` has found them. */
      images: Nullable(Type.Array(EdgeImage)),
    }),
  }),
  showPairs: endpoint({
    method: "GET",
    path: "/api/analyses/:analysis/graphs/:class/pairs",
    tag: "Results",
    summary: "The pair matrix between two layers, as .npy.",
    role: "read",
    params: classParams,
    query: Type.Object({
      source: Type.String({ minLength: 1, maxLength: 500 }),
      target: Type.String({ minLength: 1, maxLength: 500 }),
      quantity: Default(Type.Enum(["contribution", "gradient"]), "contribution"),
    }),
    reply: { bytes: ["application/octet-stream"] },
  }),
  showPredictions: endpoint({
    method: "GET",
    path: "/api/analyses/:analysis/predictions/:class",
    tag: "Results",
    summary: "What the network said of each image of a class.",
    role: "read",
    params: classParams,
    query: PageQuery,
    reply: Type.Object({
      ...PageOf(ImagePrediction).properties,
      kind: ProbabilityKind,
      /** Images of the whole class by the probability of it, in twenty equal bins from 0 to 1; null without probabilities. */
      histogram: Nullable(Type.Array(Count())),
    }),
  }),
  showImage: endpoint({
    method: "GET",
    path: "/api/analyses/:analysis/images/:image",
    tag: "Results",
    summary: "An image as the network saw it, whole or a patch of it; such as the boxes of examples are.",
    role: "read",
    params: Type.Object({ analysis: Id(), image: imageIndex() }),
    query: Type.Object({
      box: Type.Optional(
        Type.String({ pattern: "^\\d{1,5},\\d{1,5},[1-9]\\d{0,4},[1-9]\\d{0,4}$", description: "x,y,width,height" }),
      ),
    }),
    reply: { bytes: ["image/webp"] },
  }),
  showVisualisation: endpoint({
    method: "GET",
    path: "/api/analyses/:analysis/visualisations/:node",
    tag: "Results",
    summary: "The picture of a concept, where the analysis made them.",
    role: "read",
    params: annotationParams,
    query: Type.Object({ class: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })) }),
    reply: { bytes: ["image/png"] },
  }),
} as const;
