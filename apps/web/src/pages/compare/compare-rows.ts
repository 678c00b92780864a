import type { ComparedSelections, GraphComparison, Membership } from "@gipfel/graph";
import type { GraphModel } from "../../graph-model/graph-model.js";

export type SortKey = "difference" | "a" | "b";

/** An edge or concept that a picture shows. */
export interface CompareRow {
  /** Key of an edge, id of a concept. */
  readonly key: string;
  /** Ids of the source and target of an edge, or of the concept alone. */
  readonly nodes: readonly string[];
  readonly membership: Membership;
  /** Share of each graph's attribution; null where a graph has no such thing. */
  readonly a: number | null;
  readonly b: number | null;
  readonly difference: number;
}

interface Wanted {
  readonly sort: SortKey;
  readonly only: Membership | "all";
}

/** Edges, those first that say most: by size of the difference, or by the share of one graph. */
export function edgeRows({ edges }: GraphComparison, shown: ComparedSelections, wanted: Wanted): CompareRow[] {
  const rows = [...shown.edges].flatMap(([key, membership]): CompareRow[] => {
    const edge = edges.get(key);
    if (!edge) return [];
    const { a, b, share, difference, source, target } = edge;
    const shares = { a: a && share.a, b: b && share.b };
    return [{ key, nodes: [source, target], membership, ...shares, difference }];
  });
  return sorted(rows, wanted);
}

/** Concepts likewise: their difference is that of their shares. */
export function conceptRows(
  { nodes }: GraphComparison,
  shown: ComparedSelections,
  { layers }: Pick<GraphModel, "layers">,
  wanted: Wanted,
): CompareRow[] {
  const rows = [...shown.nodes].flatMap(([key, membership]): CompareRow[] => {
    const node = nodes.get(key);
    if (!node || layers.get(node.layer)?.role !== "hidden") return [];
    const shares = { a: node.a?.share ?? null, b: node.b?.share ?? null };
    return [{ key, nodes: [key], membership, ...shares, difference: (shares.a ?? 0) - (shares.b ?? 0) }];
  });
  return sorted(rows, wanted);
}

function sorted(rows: readonly CompareRow[], { sort, only }: Wanted): CompareRow[] {
  const size = (row: CompareRow) => (sort === "difference" ? Math.abs(row.difference) : (row[sort] ?? 0));
  return rows.filter(({ membership }) => only === "all" || membership === only).sort((x, y) => size(y) - size(x));
}

/** How many are of both graphs or of one. */
export function countMembers(members: Iterable<Membership>): Record<Membership, number> {
  const counts = { both: 0, a: 0, b: 0 };
  for (const member of members) counts[member]++;
  return counts;
}
