import { type CutEdges, type GraphDocument, parseGraphDocument } from "@gipfel/contracts";
import { type AttributionGraph, AttributionIndex } from "./attribution-index.js";
import { edgeKey } from "./edge-key.js";
import { graphByGradient } from "./graph-by-gradient.js";
import { edgeShares, type Selection, selects } from "./share.js";

/**
 * The part of a graph document that a selection keeps. Layers and segments stay whole, since they describe the
 * analysis; `share` and `pagerank` stay those of the whole graph, whose size `options.selection` tells. Each node says
 * what of its edges is `cut`, so that shares worked out from the result are those of the whole graph, too.
 *
 * @throws GipfelError GRAPH_INVALID where the class logit is not selected
 */
export function selectionDocument(document: GraphDocument, selection: Selection): GraphDocument {
  const whole = { nodesOfWhole: document.nodes.length, edgesOfWhole: document.edges.length };
  const contribution = cutEdges(document, selection);
  const gradient = cutEdges(graphByGradient(document), selection);
  return parseGraphDocument({
    ...document,
    options: { ...document.options, selection: document.options.selection ?? whole },
    nodes: document.nodes
      .filter(({ id }) => selection.nodes.has(id))
      .map((node) => {
        const cut = { contribution: contribution.get(node.id), gradient: gradient.get(node.id) };
        return cut.contribution && cut.gradient ? { ...node, cut } : node;
      }),
    edges: document.edges.filter((edge) => selects(selection, edge)),
  });
}

/** What is left out at each node, those included that were cut before; nodes that lose nothing have no entry. */
function cutEdges(graph: AttributionGraph, selection: Selection): Map<string, CutEdges> {
  const shares = edgeShares(new AttributionIndex(graph));
  const cut = new Map(graph.nodes.flatMap(({ id, cut }) => (cut ? [[id, { ...cut.contribution }]] : [])));
  const at = (id: string): CutEdges => {
    const entry = cut.get(id) ?? { incoming: 0, arriving: 0 };
    cut.set(id, entry);
    return entry;
  };
  for (const edge of graph.edges) {
    if (selects(selection, edge)) continue;
    at(edge.target).incoming += Math.abs(edge.contribution);
    at(edge.source).arriving += shares.get(edgeKey(edge)) ?? 0;
  }
  return cut;
}
