/**
 * Edges across nodes that are left out of a drawing. With hidden nodes h, for visible u and v,
 *
 *     part(u, v) = Σ_h P(h|v) D(u, h),   D(u, h) = P(u|h) + Σ_h' P(h'|h) D(u, h')
 *
 * is what of v's mass arrives at u on the ways that lead through hidden nodes only. Contributions of different targets
 * have different units and do not chain, so such an edge has no contribution and no sign, but a share.
 */
import type { AttributionIndex } from "./attribution-index.js";
import { type Selection, selects } from "./share.js";

export interface Bridge {
  readonly source: string;
  readonly target: string;
  /** In [0, 1]: part of the target's mass; times the target's share, the share of this edge. */
  readonly part: number;
}

/**
 * The edges across hidden nodes, over the edges of a selection, each target's strongest first.
 *
 * @param isHidden whether a node, by id, is left out
 */
export function bridgeNodes(
  index: AttributionIndex,
  selection: Selection,
  isHidden: (id: string) => boolean,
): Bridge[] {
  const { nodeIds, order, incoming, incomingStart, source, probability } = index;
  const hidden = nodeIds.map(isHidden);
  const carries = (e: number) =>
    probability[e] > 0 && selects(selection, { source: nodeIds[source[e]], target: nodeIds[index.target[e]] });
  const arrivals = new Map<number, Map<number, number>>();
  const bridges: Bridge[] = [];
  // Sources first, so that what arrives through a hidden node is known when its targets ask.
  for (const v of order.toReversed()) {
    const through = new Map<number, number>();
    for (let k = incomingStart[v]; k < incomingStart[v + 1]; k++) {
      const e = incoming[k];
      if (!carries(e)) continue;
      const u = source[e];
      if (hidden[u]) for (const [far, part] of arrivals.get(u) ?? []) add(through, far, probability[e] * part);
      else if (hidden[v]) add(through, u, probability[e]);
    }
    if (hidden[v]) arrivals.set(v, through);
    else {
      const found = [...through].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
      bridges.push(...found.map(([u, part]) => ({ source: nodeIds[u], target: nodeIds[v], part })));
    }
  }
  return bridges;
}

function add(sums: Map<number, number>, key: number, value: number): void {
  sums.set(key, (sums.get(key) ?? 0) + value);
}
