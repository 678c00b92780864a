import { type GraphDocument, parseGraphDocument } from "@gipfel/contracts";
import { type Selection, selects } from "./share.js";

/**
 * The part of a graph document that a selection keeps. Layers and segments stay whole, since they describe the
 * analysis; `share` and `pagerank` stay those of the whole graph, whose size `options.selection` tells. Shares worked
 * out anew from the result would leave the dropped edges out of the denominators: to ask for shares of a selection or
 * to export one, give the whole document and the selection.
 *
 * @throws GipfelError GRAPH_INVALID where the class logit is not selected
 */
export function selectionDocument(document: GraphDocument, selection: Selection): GraphDocument {
  const whole = { nodesOfWhole: document.nodes.length, edgesOfWhole: document.edges.length };
  return parseGraphDocument({
    ...document,
    options: { ...document.options, selection: document.options.selection ?? whole },
    nodes: document.nodes.filter((node) => selection.nodes.has(node.id)),
    edges: document.edges.filter((edge) => selects(selection, edge)),
  });
}
