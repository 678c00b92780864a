import type { GraphDocument } from "@gipfel/contracts";
import { documentRanks, edgeKey, orderRanks, type Selection } from "@gipfel/graph";

/** The nodes of one depth from top to bottom: `core` in the middle of the drawing, the others around them. */
export interface RankOrder {
  above: readonly string[];
  core: readonly string[];
  below: readonly string[];
}

/**
 * Ranks in drawing order, sources first, such that the nodes of the first selection stand together, those that the
 * second adds next to them, and so on outwards: a small selection makes a small picture, and a larger one adds to it
 * without moving anything.
 *
 * @param selections each a superset of the one before; nodes of none stand outermost
 */
export function orderAround(
  document: GraphDocument,
  [core, ...larger]: readonly [Selection, ...Selection[]],
): RankOrder[] {
  const all = documentRanks(document);
  const whole = orderRanks(all);
  const inner = orderRanks({
    ranks: all.ranks.map((rank) => rank.filter((id) => core.nodes.has(id))),
    edges: all.edges.filter(
      (edge) => core.nodes.has(edge.source) && core.nodes.has(edge.target) && (core.edges?.has(edgeKey(edge)) ?? true),
    ),
  });
  return whole.map((rank, depth) => {
    const order: RankOrder = { above: [], core: inner[depth], below: [] };
    const placed = new Set(order.core);
    for (const has of [
      ...larger.map(
        ({ nodes }) =>
          (id: string) =>
            nodes.has(id),
      ),
      () => true,
    ]) {
      const added = rank.filter((id) => !placed.has(id) && has(id));
      for (const id of added) placed.add(id);
      // Where one is left over, it goes to the side with fewer.
      const half = order.above.length > order.below.length ? Math.floor(added.length / 2) : Math.ceil(added.length / 2);
      order.above = [...added.slice(0, half), ...order.above];
      order.below = [...order.below, ...added.slice(half)];
    }
    return order;
  });
}
