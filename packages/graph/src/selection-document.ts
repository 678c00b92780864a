import { type CutEdges, type GraphDocument, parseGraphDocument } from "@gipfel/contracts";
import { type AttributionGraph, AttributionIndex } from "./attribution-index.js";
import { graphByGradient } from "./graph-by-gradient.js";
import { massAtNodes } from "./mass.js";
import { type Selection, selects } from "./share.js";

/**
 * The part of a graph document that a selection keeps. Layers and segments stay whole, since they describe the
 * analysis; `share` and `pagerank` stay those of the whole graph, whose size `options.selection` tells. Each node says
 * what of its edges is `cut`, so that shares worked out from the result are those of the whole graph, too.
 *
 * @param index of the document; made here unless the caller has one
 * @throws GipfelError GRAPH_INVALID where the class logit is not selected
 */
export function selectionDocument(
  document: GraphDocument,
  selection: Selection,
  index = new AttributionIndex(document),
): GraphDocument {
  const whole = { nodesOfWhole: document.nodes.length, edgesOfWhole: document.edges.length };
  const contribution = cutEdges(document, index, selection);
  const byGradient = graphByGradient(document);
  const gradient = cutEdges(byGradient, new AttributionIndex(byGradient), selection);
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
function cutEdges(graph: AttributionGraph, index: AttributionIndex, selection: Selection): Map<string, CutEdges> {
  const mass = massAtNodes(index);
  const cut = new Map(graph.nodes.flatMap(({ id, cut }) => (cut ? [[id, { ...cut.contribution }]] : [])));
  const at = (id: string): CutEdges => {
    const entry = cut.get(id) ?? { incoming: 0, arriving: 0 };
    cut.set(id, entry);
    return entry;
  };
  for (const [e, edge] of graph.edges.entries()) {
    if (selects(selection, edge)) continue;
    at(edge.target).incoming += Math.abs(edge.contribution);
    at(edge.source).arriving += mass[index.target[e]] * index.probability[e];
  }
  return cut;
}
