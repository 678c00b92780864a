import { GipfelError } from "@gipfel/contracts";
import type { AttributionIndex } from "./attribution-index.js";
import { endingMass } from "./mass.js";
import type { PrunedSelection } from "./prune.js";
import { rankEdges } from "./rank-edges.js";
import { shortestPrefix } from "./shortest-prefix.js";

/**
 * All of `nodes`, and of the edges between them the fewest that carry `part` of what these nodes carry with all their
 * edges, in the order of `rank-edges.ts`: a larger part keeps a superset. A part of 1 keeps every edge, also those that
 * carry nothing. The share of the result is that of the whole graph.
 *
 * @param part in [0, 1]
 * @throws GipfelError OPTION_INVALID for a part outside [0, 1]
 */
export function pruneEdges(index: AttributionIndex, nodes: ReadonlySet<string>, part: number): PrunedSelection {
  if (!(part >= 0 && part <= 1)) {
    throw new GipfelError("OPTION_INVALID", `the part of the edges is ${part}; a number from 0 to 1 is expected`);
  }
  const kept = Uint8Array.from(index.nodeIds, (id) => (nodes.has(id) ? 1 : 0));
  const ranking = rankEdges(index).filter((e) => kept[index.source[e]] === 1 && kept[index.target[e]] === 1);
  const shareOfPrefix = (k: number) => (kept[index.logit] === 1 ? endingMass(index, maskOf(index, ranking, k)) : 0);
  const wanted = part * shareOfPrefix(ranking.length);
  const enough = part === 1 ? ranking.length : shortestPrefix(ranking.length, (k) => shareOfPrefix(k) >= wanted);
  const edges = new Set(Array.from(ranking.subarray(0, enough), (e) => index.edgeKeys[e]));
  return { nodes, edges, share: shareOfPrefix(enough) };
}

function maskOf({ source }: AttributionIndex, ranking: Int32Array, length: number): Uint8Array {
  const mask = new Uint8Array(source.length);
  for (let i = 0; i < length; i++) mask[ranking[i]] = 1;
  return mask;
}
