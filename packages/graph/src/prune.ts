/**
 * Pruning: the part of a graph that still carries a stated share of the attribution.
 *
 * 1. Order the edges once by what dropping them loses (`rank-edges.ts`).
 * 2. Find by bisection the shortest prefix of that order that carries the share. The share of a prefix never falls as
 *    it grows, and the same bisection for a larger share never ends earlier, so results are nested.
 * 3. Drop what carries nothing: keep the edges on a path, within the prefix, from the logit to a node where mass ends.
 *    That loses no share, and every node kept has a path to the logit.
 */
import { GipfelError } from "@gipfel/contracts";
import type { AttributionGraph, AttributionIndex } from "./attribution-index.js";
import { endingMass, keptFraction, massAtNodes } from "./mass.js";
import { rankEdges } from "./rank-edges.js";
import { indexed, type Selection } from "./share.js";
import { shortestPrefix } from "./shortest-prefix.js";

export interface PruneLimits {
  /** At most so many nodes, the logit included, even where they carry less than the share. */
  maxNodes?: number;
  /** At most so many edges, even where they carry less than the share. */
  maxEdges?: number;
}

export interface PrunedSelection extends Selection {
  readonly edges: ReadonlySet<string>;
  /** What the selection carries: at least the share asked for, unless a limit came first. */
  readonly share: number;
}

/**
 * The nodes and edges that carry at least `share` of the attribution. The logit is always kept; a larger share, or
 * larger limits, keep a superset. Give an {@link AttributionIndex} to ask often: its edges are ordered once.
 *
 * @param share in [0, 1]
 * @throws GipfelError OPTION_INVALID for a share outside [0, 1] or a limit under 1 node or 0 edges; GRAPH_INVALID
 */
export function pruneToShare(
  graph: AttributionGraph | AttributionIndex,
  share: number,
  { maxNodes = Number.POSITIVE_INFINITY, maxEdges = Number.POSITIVE_INFINITY }: PruneLimits = {},
): PrunedSelection {
  if (!(share >= 0 && share <= 1)) throw invalid(`the share to keep is ${share}; a number from 0 to 1 is expected`);
  if (!(maxNodes >= 1)) throw invalid(`maxNodes is ${maxNodes}; at least 1, the class logit, is expected`);
  if (!(maxEdges >= 0)) throw invalid(`maxEdges is ${maxEdges}; at least 0 is expected`);

  const index = indexed(graph);
  const ranking = rankEdges(index);
  const enough = shortestPrefix(ranking.length, (k) => endingMass(index, prefixMask(ranking, k)) >= share);
  const fits = (k: number) => {
    const { nodes, edges } = sizeOf(index, pathEdges(index, prefixMask(ranking, k)));
    return nodes <= maxNodes && edges <= maxEdges;
  };
  const kept = fits(enough) ? enough : shortestPrefix(enough, (k) => !fits(k)) - 1;
  const carries = pathEdges(index, prefixMask(ranking, kept));
  return { ...named(index, carries), share: endingMass(index, carries) };
}

function invalid(message: string): GipfelError {
  return new GipfelError("OPTION_INVALID", message);
}

function prefixMask(ranking: Int32Array, length: number): Uint8Array {
  const mask = new Uint8Array(ranking.length);
  for (let i = 0; i < length; i++) mask[ranking[i]] = 1;
  return mask;
}

/** The edges of a mask that lie on a path from the logit to a node where mass ends. */
function pathEdges(index: AttributionIndex, carries: Uint8Array): Uint8Array {
  const mass = massAtNodes(index, carries);
  const fraction = keptFraction(index, carries);
  return carries.map((carried, e) =>
    carried === 1 && index.probability[e] > 0 && mass[index.target[e]] > 0 && fraction[index.source[e]] > 0 ? 1 : 0,
  );
}

function sizeOf(index: AttributionIndex, carries: Uint8Array): { nodes: number; edges: number } {
  const kept = new Uint8Array(index.nodeIds.length);
  kept[index.logit] = 1;
  let edges = 0;
  for (let e = 0; e < carries.length; e++) {
    if (carries[e] === 0) continue;
    kept[index.source[e]] = 1;
    edges++;
  }
  return { nodes: kept.reduce((count, one) => count + one, 0), edges };
}

function named(index: AttributionIndex, carries: Uint8Array): { nodes: Set<string>; edges: Set<string> } {
  const nodes = new Set([index.nodeIds[index.logit]]);
  const edges = new Set<string>();
  for (let e = 0; e < carries.length; e++) {
    if (carries[e] === 0) continue;
    nodes.add(index.nodeIds[index.source[e]]);
    edges.add(index.edgeKeys[e]);
  }
  return { nodes, edges };
}
