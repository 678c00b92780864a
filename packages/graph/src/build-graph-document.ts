/** From the parts that an analysis finds to the graph document of one class. */
import {
  type GraphDocument,
  type GraphEdge,
  type GraphLayer,
  type GraphNode,
  type GraphSegment,
  parseGraphDocument,
} from "@gipfel/contracts";
import { layerDepths } from "./layer-depths.js";
import { compareNatural } from "./natural-order.js";
import { personalisedPageRank } from "./pagerank.js";
import { nodeShares } from "./share.js";

/** A graph document without what follows from the rest of it. */
export interface GraphParts extends Pick<GraphDocument, "class" | "model" | "dataset" | "options"> {
  layers: readonly Omit<GraphLayer, "depth">[];
  nodes: readonly Omit<GraphNode, "share" | "pagerank">[];
  edges: readonly GraphEdge[];
  segments: readonly GraphSegment[];
}

/**
 * Adds depth, share and PageRank and sorts everything, so that equal parts in any order give the same bytes: layers by
 * depth, then id; nodes by layer, then id; edges by source, then target; segments by target; neurons by number.
 *
 * @throws GipfelError GRAPH_INVALID where the parts do not make a valid graph document
 */
export function buildGraphDocument(parts: GraphParts): GraphDocument {
  const depths = layerDepths(
    parts.layers.map((layer) => layer.id),
    parts.segments,
  );
  const layers = parts.layers
    .map((layer) => ({ ...layer, depth: depths.get(layer.id) ?? 0, dead: ascending(layer.dead) }))
    .sort((a, b) => a.depth - b.depth || compareNatural(a.id, b.id));
  const byLayer = byRank(layers.map((layer) => layer.id));

  const unranked = parts.nodes
    .map((node) => ({ ...node, neurons: ascending(node.neurons) }))
    .sort((a, b) => byLayer(a.layer, b.layer) || compareNatural(a.id, b.id));
  const byNode = byRank(unranked.map((node) => node.id));
  const edges = parts.edges.toSorted((a, b) => byNode(a.source, b.source) || byNode(a.target, b.target));

  // After sorting: the sums behind share and PageRank round by the order of their terms.
  const shares = nodeShares({ layers, nodes: unranked, edges });
  const pageranks = personalisedPageRank({ nodes: unranked, edges });
  const nodes = unranked.map((node) => ({ ...node, share: shares.get(node.id), pagerank: pageranks.get(node.id) }));

  return parseGraphDocument({
    format: "gipfel-graph",
    version: 1,
    class: parts.class,
    model: parts.model,
    dataset: parts.dataset,
    options: parts.options,
    layers,
    nodes,
    edges,
    segments: parts.segments
      .map((segment) => ({ ...segment, sources: segment.sources.toSorted(byLayer) }))
      .sort((a, b) => byLayer(a.target, b.target)),
  });
}

function ascending(neurons: readonly number[]): number[] {
  return neurons.toSorted((a, b) => a - b);
}

/** Compares ids by their place in a list. */
function byRank(ids: readonly string[]): (a: string, b: string) => number {
  const rank = new Map(ids.map((id, i) => [id, i]));
  return (a, b) => (rank.get(a) ?? ids.length) - (rank.get(b) ?? ids.length);
}
