import type { GraphDocument, GraphEdge } from "@gipfel/contracts";
import { AttributionIndex, documentRanks, edgeShares, graphByGradient, nodeShares, rankEdges } from "@gipfel/graph";
import { type Link, withStrengths } from "./link.js";
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
  /** How the edges are drawn: the one that is pruned first comes first, and so comes to lie below all others. */
  links: readonly Link[];
}

/** Weighs a graph by a quantity. @throws GipfelError GRAPH_INVALID */
export function weigh(document: GraphDocument, quantity: Quantity): Weighing {
  const index = new AttributionIndex(quantity === "contribution" ? document : graphByGradient(document));
  const strongestFirst = [...document.edges].sort((a, b) => Math.abs(b[quantity]) - Math.abs(a[quantity]));
  const shares = edgeShares(index);
  return {
    quantity,
    index,
    incoming: edgesBy(strongestFirst, "target"),
    outgoing: edgesBy(strongestFirst, "source"),
    edgeShares: shares,
    endingShares: endingShares(document, index),
    opening: openingSelection(index, documentRanks(document).ranks),
    links: withStrengths(
      Array.from(rankEdges(index).toReversed(), (e) => {
        const [key, edge] = [index.edgeKeys[e], document.edges[e]];
        return {
          ...{ key, edge, source: edge.source, target: edge.target },
          sign: Math.sign(edge[quantity]),
          unsure: quantity === "contribution" && mayBeZero(edge),
          part: index.probability[e],
          share: shares.get(key) ?? 0,
        };
      }),
    ),
  };
}

function endingShares(document: GraphDocument, index: AttributionIndex): Map<string, number> {
  const shares = nodeShares(index);
  const endings = new Map(document.layers.map(({ id }) => [id, 0]));
  for (const [v, { id, layer }] of document.nodes.entries()) {
    endings.set(layer, (endings.get(layer) ?? 0) + (shares.get(id) ?? 0) * index.ends[v]);
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
