/**
 * The order of nodes inside given ranks, so that strong edges cross little: the layer-by-layer sweep with weighted
 * barycentres (Sugiyama, Tagawa, Toda 1981). A sweep down sorts each rank by the mean place of its neighbours in the
 * ranks above, a sweep up by those below; neighbours any number of ranks away count, so long edges need no dummy nodes.
 * The best order met is returned, so the result never has more weighted crossings than the ranks as given.
 */
import type { GraphDocument } from "@gipfel/contracts";
import { crossingsOf, type NumberedRanks, numberRanks, type RankedGraph } from "./crossings.js";
import { edgeKey } from "./edge-key.js";
import { edgeShares } from "./share.js";

const sweeps = 24;

/** The ranks of a document: one for each depth that has nodes, sources first; an edge weighs its share. */
export function documentRanks(document: GraphDocument): RankedGraph {
  const depthOf = new Map(document.layers.map((layer) => [layer.id, layer.depth]));
  const byDepth = new Map<number, string[]>();
  for (const { id, layer } of document.nodes) {
    const depth = depthOf.get(layer) ?? 0;
    byDepth.set(depth, [...(byDepth.get(depth) ?? []), id]);
  }
  const shares = edgeShares(document);
  return {
    ranks: [...byDepth.entries()].sort(([a], [b]) => a - b).map(([, ids]) => ids),
    edges: document.edges.map((edge) => ({ ...edge, weight: shares.get(edgeKey(edge)) ?? 0 })),
  };
}

/**
 * The same ranks, each in its new order. Deterministic; O(sweeps · E log V).
 *
 * @throws GipfelError GRAPH_INVALID where an edge names a node that stands in no rank
 */
export function orderRanks(graph: RankedGraph): string[][] {
  const numbered = numberRanks(graph);
  const ids = graph.ranks.flat();
  let next = 0;
  const ranks = graph.ranks.map((rank) => rank.map(() => next++));
  const place = new Int32Array(ids.length);
  for (const rank of ranks) enter(rank, place);

  const above = neighbourhood(numbered, numbered.lower, numbered.upper);
  const below = neighbourhood(numbered, numbered.upper, numbered.lower);

  let best = ranks.map((rank) => [...rank]);
  let fewest = crossingsOf(numbered, place);
  for (let sweep = 0; sweep < sweeps && fewest > 0; sweep++) {
    const down = sweep % 2 === 0;
    for (const rank of down ? ranks : ranks.toReversed()) {
      sortByBarycentre(rank, numbered, place, down ? above : below);
      enter(rank, place);
    }
    const crossings = crossingsOf(numbered, place);
    if (crossings < fewest) {
      fewest = crossings;
      best = ranks.map((rank) => [...rank]);
    }
  }
  return best.map((rank) => rank.map((v) => ids[v]));
}

function enter(rank: readonly number[], place: Int32Array): void {
  for (const [p, v] of rank.entries()) place[v] = p;
}

/** For each node its edges to one side: `edges[start[v]] … edges[start[v + 1] − 1]`, with the nodes they lead to. */
interface Neighbourhood {
  readonly start: Int32Array;
  readonly edges: Int32Array;
  readonly neighbour: Int32Array;
}

function neighbourhood({ rankOf }: NumberedRanks, own: Int32Array, neighbour: Int32Array): Neighbourhood {
  const start = new Int32Array(rankOf.length + 1);
  for (const v of own) start[v + 1]++;
  for (let v = 0; v < rankOf.length; v++) start[v + 1] += start[v];
  const next = start.slice();
  const edges = new Int32Array(own.length);
  for (let e = 0; e < own.length; e++) edges[next[own[e]]++] = e;
  return { start, edges, neighbour };
}

/**
 * Sorts a rank in place by the weighted mean of its neighbours' places, each as a fraction of its rank's width. A node
 * without neighbours on that side keeps its own place; equal means keep their order.
 */
function sortByBarycentre(
  rank: number[],
  { rankOf, rankSizes, weight }: NumberedRanks,
  place: Int32Array,
  { start, edges, neighbour }: Neighbourhood,
): void {
  const fraction = (v: number) => (place[v] + 0.5) / rankSizes[rankOf[v]];
  const barycentre = new Map<number, number>();
  for (const v of rank) {
    let sum = 0;
    let total = 0;
    for (let k = start[v]; k < start[v + 1]; k++) {
      sum += weight[edges[k]] * fraction(neighbour[edges[k]]);
      total += weight[edges[k]];
    }
    barycentre.set(v, total > 0 ? sum / total : fraction(v));
  }
  rank.sort((a, b) => (barycentre.get(a) ?? 0) - (barycentre.get(b) ?? 0));
}
