import type { ComparedEdge, ComparedSelections, GraphComparison, Membership } from "@gipfel/graph";

export type SortKey = "difference" | "a" | "b";

export interface CompareRow {
  readonly key: string;
  readonly edge: ComparedEdge;
  readonly membership: Membership;
}

/** Edges that a picture shows, those first that say most: by size of the difference, or by the share of one graph. */
export function compareRows(
  { edges }: GraphComparison,
  shown: ComparedSelections,
  sort: SortKey,
  only: Membership | "all",
): CompareRow[] {
  const size = ({ difference, share }: ComparedEdge) => (sort === "difference" ? Math.abs(difference) : share[sort]);
  return [...shown.edges]
    .flatMap(([key, membership]) => {
      const edge = edges.get(key);
      return edge && (only === "all" || membership === only) ? [{ key, edge, membership }] : [];
    })
    .sort((x, y) => size(y.edge) - size(x.edge));
}

/** How many are of both graphs or of one. */
export function countMembers(members: Iterable<Membership>): Record<Membership, number> {
  const counts = { both: 0, a: 0, b: 0 };
  for (const member of members) counts[member]++;
  return counts;
}
