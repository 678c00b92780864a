import { type Endpoints, GipfelError, type GraphDocument, type QueryOf } from "@gipfel/contracts";
import { edgeKey, pruneToShare, type Selection, selectionDocument } from "@gipfel/graph";
import type { OpenGraph } from "../graphs/graph-shelf.js";

/**
 * The part of a graph that is asked for, its edges from the strongest. A graph within the limits is not touched by
 * them.
 *
 * @throws GipfelError LAYER_UNKNOWN
 */
export function selectGraph(
  { document, index }: Pick<OpenGraph, "document" | "index">,
  {
    share,
    maxNodes = Number.POSITIVE_INFINITY,
    maxEdges = Number.POSITIVE_INFINITY,
    layers,
    quantity,
  }: QueryOf<Endpoints["previewGraph"]>,
): GraphDocument {
  const isTooLarge = document.nodes.length > maxNodes || document.edges.length > maxEdges;
  const isPruned = share !== undefined || isTooLarge;
  const pruned: Selection = isPruned
    ? pruneToShare(index, share ?? 1, { maxNodes, maxEdges })
    : { nodes: new Set(document.nodes.map(({ id }) => id)), edges: new Set(document.edges.map(edgeKey)) };
  const selection = layers === undefined ? pruned : withinLayers(document, pruned, layers.split(","));
  const selected = isPruned || layers !== undefined ? selectionDocument(document, selection, index) : document;
  const edges = [...selected.edges].sort((a, b) => Math.abs(b[quantity]) - Math.abs(a[quantity]));
  return { ...selected, edges };
}

/** The class logit stays in any case. */
function withinLayers({ layers, nodes }: GraphDocument, selection: Selection, wanted: readonly string[]): Selection {
  const known = new Set(layers.map(({ id }) => id));
  const unknown = wanted.find((id) => !known.has(id));
  if (unknown !== undefined) {
    const message = `there is no layer ${unknown.slice(0, 100)}; there are ${[...known].slice(0, 20).join(", ")}`;
    throw new GipfelError("LAYER_UNKNOWN", message);
  }
  const shown = new Set(wanted);
  for (const { id, role } of layers) if (role === "output") shown.add(id);
  const kept = nodes.filter(({ id, layer }) => shown.has(layer) && selection.nodes.has(id));
  return { ...selection, nodes: new Set(kept.map(({ id }) => id)) };
}
