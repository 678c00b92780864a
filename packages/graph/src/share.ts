/**
 * Share: a node's, an edge's or a selection's part of the absolute attribution of the class logit, in [0, 1].
 *
 *     P(u|v) = |w(u,v)| / ( Σ_{all sources} |w(·,v)| + |β(v)| ),   φ(logit) = 1,   φ(u) = Σ_v φ(v) P(u|v)
 *     share of edge (u, v) = φ(v) P(u|v)
 *     share of S           = Σ_{v ∈ S} φ_S(v) ends(v),   φ_S: mass carried by nodes and edges of S alone
 */
import { type AttributionGraph, AttributionIndex } from "./attribution-index.js";
import { edgeKey } from "./edge-key.js";
import { endingMass, massAtNodes } from "./mass.js";

/** Nodes by id and, where given, edges by `edgeKey`; without `edges`, every edge between two of the nodes. */
export interface Selection {
  readonly nodes: ReadonlySet<string>;
  readonly edges?: ReadonlySet<string>;
}

/** φ of every node, by id. @throws GipfelError GRAPH_INVALID */
export function nodeShares(graph: AttributionGraph | AttributionIndex): Map<string, number> {
  const index = indexed(graph);
  const mass = massAtNodes(index);
  return new Map(index.nodeIds.map((id, v) => [id, mass[v]]));
}

/** φ(v) P(u|v) of every edge, by `edgeKey`. @throws GipfelError GRAPH_INVALID */
export function edgeShares(graph: AttributionGraph | AttributionIndex): Map<string, number> {
  const index = indexed(graph);
  const mass = massAtNodes(index);
  return new Map(index.edgeKeys.map((key, e) => [key, mass[index.target[e]] * index.probability[e]]));
}

/**
 * The share of the attribution that a selection carries: 1 for the whole graph (in a document that is a part of one,
 * what the part carries), never more when something is dropped, 0 without the logit. What goes to dropped nodes or edges is lost. Give an {@link AttributionIndex} to ask often.
 *
 * @throws GipfelError GRAPH_INVALID
 */
export function shareOf(graph: AttributionGraph | AttributionIndex, selection: Selection): number {
  const index = indexed(graph);
  if (!selection.nodes.has(index.nodeIds[index.logit])) return 0;
  return endingMass(index, carryingEdges(index, selection));
}

/**
 * Where the share of a selection ends: the mass that ends in each node it reaches, by id: what goes to its rest or, in
 * a first layer, all that arrives. The sum is {@link shareOf}.
 *
 * @throws GipfelError GRAPH_INVALID
 */
export function endingShares(graph: AttributionGraph | AttributionIndex, selection: Selection): Map<string, number> {
  const index = indexed(graph);
  if (!selection.nodes.has(index.nodeIds[index.logit])) return new Map();
  const mass = massAtNodes(index, carryingEdges(index, selection));
  return new Map(index.nodeIds.flatMap((id, v) => (mass[v] > 0 ? [[id, mass[v] * index.ends[v]]] : [])));
}

/** Whether a selection keeps an edge: both its ends and, where the selection names edges, the edge itself. */
export function selects(
  { nodes, edges }: Selection,
  edge: { readonly source: string; readonly target: string },
): boolean {
  return nodes.has(edge.source) && nodes.has(edge.target) && (edges === undefined || edges.has(edgeKey(edge)));
}

/** `[edges]`: 1 for the edges of a selection, 0 for the others. */
function carryingEdges(index: AttributionIndex, { nodes, edges }: Selection): Uint8Array {
  const kept = Uint8Array.from(index.nodeIds, (id) => (nodes.has(id) ? 1 : 0));
  return Uint8Array.from(index.edgeKeys, (key, e) =>
    kept[index.source[e]] === 1 && kept[index.target[e]] === 1 && (edges === undefined || edges.has(key)) ? 1 : 0,
  );
}

/** The index of a graph, made here unless the caller has one. */
export function indexed(graph: AttributionGraph | AttributionIndex): AttributionIndex {
  return graph instanceof AttributionIndex ? graph : new AttributionIndex(graph);
}
