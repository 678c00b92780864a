/**
 * Edge crossings of a drawing in ranks: the nodes of a rank stand on a line in a given order, edges join ranks. Two
 * edges count where they join the same two ranks and their ends stand in opposite order; a crossing weighs the product
 * of the edges' weights, so that with weights 1 this is the number of crossings. Edges within a rank never count, and
 * edges between different pairs of ranks are not compared: whether they cross depends on how far apart ranks are drawn.
 *
 * Counted by a Fenwick tree over the places in the lower rank: O(E log V) (Barth, Mutzel, Jünger 2004).
 */
import { GipfelError } from "@gipfel/contracts";

/** Nodes in ranks from the sources down to the logit, each rank in order, and the edges with weights of at least 0. */
export interface RankedGraph {
  readonly ranks: readonly (readonly string[])[];
  readonly edges: readonly { readonly source: string; readonly target: string; readonly weight: number }[];
}

/** A {@link RankedGraph} with nodes numbered rank by rank, and edges from `upper` (earlier rank) to `lower`. */
export interface NumberedRanks {
  /** `[nodes]` */
  readonly rankOf: Int32Array;
  readonly rankSizes: readonly number[];
  /** `[edges]` */
  readonly upper: Int32Array;
  readonly lower: Int32Array;
  readonly weight: Float64Array;
  /** Edge numbers, one list for each pair of ranks that edges join. */
  readonly groups: readonly Int32Array[];
}

/** @throws GipfelError GRAPH_INVALID where an edge names a node that stands in no rank */
export function numberRanks({ ranks, edges }: RankedGraph): NumberedRanks {
  const numberOf = new Map(ranks.flat().map((id, v) => [id, v]));
  const rankOf = Int32Array.from(ranks.flatMap((rank, r) => rank.map(() => r)));
  const numbered = (id: string): number => {
    const v = numberOf.get(id);
    if (v === undefined) throw new GipfelError("GRAPH_INVALID", `an edge names ${id}, which stands in no rank`);
    return v;
  };
  const between = edges
    .map((edge) => ({ ends: [numbered(edge.source), numbered(edge.target)].sort((a, b) => a - b), edge }))
    .filter(({ ends: [upper, lower] }) => rankOf[upper] !== rankOf[lower]);
  const groups = new Map<number, number[]>();
  for (const [e, { ends }] of between.entries()) {
    const pair = rankOf[ends[0]] * ranks.length + rankOf[ends[1]];
    const group = groups.get(pair);
    if (group === undefined) groups.set(pair, [e]);
    else group.push(e);
  }
  return {
    rankOf,
    rankSizes: ranks.map((rank) => rank.length),
    upper: Int32Array.from(between, ({ ends }) => ends[0]),
    lower: Int32Array.from(between, ({ ends }) => ends[1]),
    weight: Float64Array.from(between, ({ edge }) => edge.weight),
    groups: [...groups.values()].map((group) => Int32Array.from(group)),
  };
}

/** The weighted crossings of the ranks in the order in which they are given. @throws GipfelError GRAPH_INVALID */
export function countCrossings(graph: RankedGraph): number {
  const places = graph.ranks.flatMap((rank) => rank.map((_, place) => place));
  return crossingsOf(numberRanks(graph), Int32Array.from(places));
}

/** @param place `[nodes]`: each node's place in its rank, from 0 */
export function crossingsOf(graph: NumberedRanks, place: Int32Array): number {
  const { upper, lower, weight, rankOf, rankSizes } = graph;
  let crossings = 0;
  for (const group of graph.groups) {
    const below = rankSizes[rankOf[lower[group[0]]]];
    const edges = byUpperPlace(graph, group, place);
    const tree = new Float64Array(below + 1);
    for (let first = 0; first < edges.length; ) {
      let end = first;
      while (end < edges.length && upper[edges[end]] === upper[edges[first]]) end++;
      // All edges of a node are counted before any of them is entered: they meet in the node and do not cross.
      for (let k = first; k < end; k++) {
        const e = edges[k];
        let further = 0;
        for (let i = below - place[lower[e]] - 1; i > 0; i -= i & -i) further += tree[i];
        crossings += weight[e] * further;
      }
      for (let k = first; k < end; k++) {
        const e = edges[k];
        for (let i = below - place[lower[e]]; i <= below; i += i & -i) tree[i] += weight[e];
      }
      first = end;
    }
  }
  return crossings;
}

/** The edges of one group in the order of their upper ends (counting sort). */
function byUpperPlace({ upper, rankOf, rankSizes }: NumberedRanks, group: Int32Array, place: Int32Array): Int32Array {
  const start = new Int32Array(rankSizes[rankOf[upper[group[0]]]] + 1);
  for (const e of group) start[place[upper[e]] + 1]++;
  for (let p = 1; p < start.length; p++) start[p] += start[p - 1];
  const sorted = new Int32Array(group.length);
  for (const e of group) sorted[start[place[upper[e]]]++] = e;
  return sorted;
}
