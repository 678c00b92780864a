import { type AttributionIndex, type PrunedSelection, pruneEdges, shareOf } from "@gipfel/graph";

/** What a few nodes are of a graph. */
export interface PinnedPart {
  /** Share of the attribution that they carry with the class and nothing else. */
  readonly alone: number;
  /** Share that passes through at least one of them. */
  readonly through: number;
  /** Edges between them, and to the class. */
  readonly edges: number;
}

/** The class and these nodes with the edges between them. @param part of what they carry that the edges are to carry */
export function selectPinned(index: AttributionIndex, pins: Iterable<string>, part: number): PrunedSelection {
  return pruneEdges(index, new Set([index.nodeIds[index.logit], ...pins]), part);
}

/** What avoids all of them is what the graph still carries without them; the others pass through one. */
export function pinnedPart(index: AttributionIndex, pins: ReadonlySet<string>): PinnedPart {
  const logit = index.nodeIds[index.logit];
  const { edges, share } = selectPinned(index, pins, 1);
  const others = new Set(index.nodeIds.filter((id) => id === logit || !pins.has(id)));
  const whole = shareOf(index, { nodes: new Set(index.nodeIds) });
  return {
    alone: share,
    through: pins.has(logit) ? whole : Math.max(0, whole - shareOf(index, { nodes: others })),
    edges: edges.size,
  };
}
