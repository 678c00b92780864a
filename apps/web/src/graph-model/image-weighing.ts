import type { GraphDocument, ImagePathDocument } from "@gipfel/contracts";
import { edgeKey } from "@gipfel/graph";
import type { GraphModel } from "./graph-model.js";
import type { Link } from "./link.js";
import { weigh } from "./weighing.js";

/**
 * The graph of a class with the amounts of one image in the place of its means: every node and edge where it was. What
 * tells of several images, standard error and agreement in sign, is not known of one. An edge that the image does not
 * have carries nothing.
 */
function documentOfImage(document: GraphDocument, path: ImagePathDocument): GraphDocument {
  const nodes = new Map(path.nodes.map((node) => [node.id, node]));
  const edges = new Map(path.edges.map((edge) => [edgeKey(edge), edge]));
  return {
    ...document,
    class: { ...document.class, logit: path.logit },
    nodes: document.nodes.map((node) => {
      const own = nodes.get(node.id);
      if (!own) return node;
      const { activation: meanActivation, share, flow, rest, restActivation } = own;
      return { ...node, meanActivation, share, flow, rest, restActivation };
    }),
    edges: document.edges.map((edge) => {
      const { contribution, gradient } = edges.get(edgeKey(edge)) ?? { contribution: 0, gradient: 0 };
      const unknown = { standardError: null, tQuantile: null, signAgreement: null };
      return { ...edge, ...unknown, contribution, gradient, images: 1 };
    }),
    segments: path.segments,
  };
}

/** Whether a path is of the concepts of a graph: those of a view are others than the analysis's own. */
export function isPathOf({ nodes }: GraphDocument, path: ImagePathDocument): boolean {
  const known = new Set(path.nodes.map(({ id }) => id));
  return nodes.every(({ id }) => known.has(id));
}

/** The graph as one image sees it, weighed by the same quantity: {@link documentOfImage}. @throws GipfelError GRAPH_INVALID */
export function byImage(model: GraphModel, path: ImagePathDocument): GraphModel {
  const own = documentOfImage(model.document, path);
  return {
    ...model,
    ...weigh(own, model.quantity),
    laid: "image",
    logit: path.logit,
    nodes: new Map(own.nodes.map((node) => [node.id, node])),
    edges: new Map(own.edges.map((edge) => [edgeKey(edge), edge])),
    segments: new Map(own.segments.map((segment) => [segment.target, segment])),
    largestShare: own.nodes.reduce(
      (most, { layer, share }) => (model.layers.get(layer)?.role === "hidden" ? Math.max(most, share) : most),
      0,
    ),
  };
}

/**
 * The graph of the class whose links tell what the image has more (positive) or less than the class's mean, each as wide
 * as it differs, relative to the most that a link into the same target does. Parts and shares stay those of the class.
 */
export function byDifference(model: GraphModel, image: GraphModel): GraphModel {
  const { quantity } = model;
  const difference = ({ key, edge }: Link) => (image.edges.get(key)?.[quantity] ?? 0) - (edge?.[quantity] ?? 0);
  const most = new Map<string, number>();
  for (const link of model.links)
    most.set(link.target, Math.max(most.get(link.target) ?? 0, Math.abs(difference(link))));
  const links = model.links.map((link): Link => {
    const differs = difference(link);
    const edge = link.edge && { ...link.edge, [quantity]: differs, standardError: null };
    const strength = Math.abs(differs) / (most.get(link.target) || 1);
    return { ...link, edge, sign: Math.sign(differs), unsure: false, strength };
  });
  return { ...model, laid: "difference", links: links.sort((a, b) => a.strength - b.strength) };
}
