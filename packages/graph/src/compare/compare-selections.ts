/**
 * What two pictures have in common. Graphs of two classes of one analysis hold the same concepts and nearly the same
 * edges; what tells them apart is which of them matter. So both are pruned first, and an edge is shared where both
 * pictures show it.
 */
import type { AttributionGraph, AttributionIndex } from "../attribution-index.js";
import { edgeKey } from "../edge-key.js";
import { type Selection, selects, shareOf } from "../share.js";
import type { GraphComparison, Sides } from "./compare-graphs.js";

export type Membership = "both" | "a" | "b";

type Both<T> = { readonly a: T; readonly b: T };

export interface ComparedSelections {
  /** Nodes of the union by id, and its edges by `edgeKey`, that at least one picture shows. */
  readonly nodes: ReadonlyMap<string, Membership>;
  readonly edges: ReadonlyMap<string, Membership>;
  /** Share of each graph's own attribution that takes only edges which both pictures show, in [0, 1]. */
  readonly common: Both<number>;
}

/** @param graphs those that were compared, each with its picture */
export function compareSelections(
  comparison: GraphComparison,
  graphs: Both<AttributionGraph | AttributionIndex>,
  shown: Both<Selection>,
): ComparedSelections {
  const nodes = members(comparison.nodes, (node, side) => shown[side].nodes.has(node.id));
  const edges = members(comparison.edges, (edge, side) => selects(shown[side], edge));
  const shared = [...edges].flatMap(([key, membership]) => {
    const edge = membership === "both" ? comparison.edges.get(key) : undefined;
    return edge?.a && edge.b ? [{ a: edge.a, b: edge.b }] : [];
  });
  const commonShare = (side: "a" | "b") =>
    shareOf(graphs[side], { nodes: shown[side].nodes, edges: new Set(shared.map((edge) => edgeKey(edge[side]))) });
  return { nodes, edges, common: { a: commonShare("a"), b: commonShare("b") } };
}

function members<T>(
  all: ReadonlyMap<string, Sides<T>>,
  isShown: (one: T, side: "a" | "b") => boolean,
): Map<string, Membership> {
  const found = new Map<string, Membership>();
  for (const [key, { a, b }] of all) {
    const [inA, inB] = [a !== null && isShown(a, "a"), b !== null && isShown(b, "b")];
    if (inA || inB) found.set(key, inA && inB ? "both" : inA ? "a" : "b");
  }
  return found;
}
