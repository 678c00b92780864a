import type { GraphDocument, GraphEdge } from "@gipfel/contracts";
import { AttributionIndex, documentRanks, edgeKey, edgeShares } from "@gipfel/graph";
import { type Link, linksByStrength } from "./link.js";
import { mayBeZero } from "./may-be-zero.js";
import { type Opening, openingSelection } from "./opening-selection.js";

/** What edges are drawn and pruned by. */
export type Quantity = "contribution" | "gradient";

/** A graph as one quantity sees it. */
export interface Weighing {
  quantity: Quantity;
  /** For asking for shares of many selections. */
  index: AttributionIndex;
  /** Edges into and out of each node, strongest first. */
  incoming: ReadonlyMap<string, readonly GraphEdge[]>;
  outgoing: ReadonlyMap<string, readonly GraphEdge[]>;
  /** Share of each edge, by `edgeKey`. */
  edgeShares: ReadonlyMap<string, number>;
  /** Part that ends in each layer, by id: its rest, or all that reaches a first layer. */
  endingShares: ReadonlyMap<string, number>;
  /** What to show before the reader has chosen a share. */
  opening: Opening;
  /** How the edges are drawn, weakest first. */
  links: readonly Link[];
}

/**
 * Weighs a graph by a quantity. Gradients have no rest: what a node does with all its sources at baseline is no
 * derivative.
 *
 * @throws GipfelError GRAPH_INVALID
 */
export function weigh(document: GraphDocument, quantity: Quantity): Weighing {
  const index = new AttributionIndex(quantity === "contribution" ? document : withGradients(document));
  const strongestFirst = [...document.edges].sort((a, b) => Math.abs(b[quantity]) - Math.abs(a[quantity]));
  const shares = edgeShares(index);
  return {
    quantity,
    index,
    incoming: edgesBy(strongestFirst, "target"),
    outgoing: edgesBy(strongestFirst, "source"),
    edgeShares: shares,
    endingShares: endingShares(document, index, shares),
    opening: openingSelection(index, documentRanks(document).ranks),
    links: linksByStrength(
      document.edges.map((edge, e) => ({
        key: index.edgeKeys[e],
        source: edge.source,
        target: edge.target,
        edge,
        sign: Math.sign(edge[quantity]),
        unsure: quantity === "contribution" && mayBeZero(edge),
        part: index.probability[e],
        share: shares.get(edgeKey(edge)) ?? 0,
      })),
    ),
  };
}

function withGradients({ layers, nodes, edges }: GraphDocument): ConstructorParameters<typeof AttributionIndex>[0] {
  return {
    layers,
    nodes: nodes.map(({ id, layer }) => ({ id, layer, restActivation: 0 })),
    edges: edges.map(({ source, target, gradient }) => ({ source, target, contribution: gradient })),
  };
}

function endingShares(
  document: GraphDocument,
  index: AttributionIndex,
  shares: ReadonlyMap<string, number>,
): Map<string, number> {
  const arriving = new Float64Array(document.nodes.length);
  arriving[index.logit] = 1;
  for (const [e, key] of index.edgeKeys.entries()) arriving[index.source[e]] += shares.get(key) ?? 0;
  const endings = new Map(document.layers.map(({ id }) => [id, 0]));
  for (const [v, { layer }] of document.nodes.entries()) {
    endings.set(layer, (endings.get(layer) ?? 0) + arriving[v] * index.ends[v]);
  }
  return endings;
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
