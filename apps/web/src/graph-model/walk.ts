import type { Selected } from "../routing/graph-address.js";
import type { RankOrder } from "./rank-order.js";
import type { Scene } from "./scene.js";

export type Direction = "left" | "right" | "up" | "down";

/**
 * The node that an arrow leads to: left and right along the link with the largest share, up and down to the next node of
 * the rank that is shown; null where there is none. From nothing, or from what is not shown, to `first`.
 */
export function walk(
  scene: Scene,
  ranks: readonly RankOrder[],
  from: Selected | null,
  direction: Direction,
  first: string,
): string | null {
  if (from?.kind === "edge") {
    const link = scene.byKey.get(from.id);
    if (link && direction === "left") return link.source;
    if (link && direction === "right") return link.target;
  }
  if (from?.kind !== "node" || !scene.nodes.has(from.id)) return first;
  if (direction === "left") return scene.incoming.get(from.id)?.[0]?.source ?? null;
  if (direction === "right") return scene.outgoing.get(from.id)?.[0]?.target ?? null;
  const rank = ranks
    .map(({ above, core, below }) => [...above, ...core, ...below])
    .find((ids) => ids.includes(from.id));
  const shown = rank?.filter((id) => scene.nodes.has(id)) ?? [];
  return shown[shown.indexOf(from.id) + (direction === "up" ? -1 : 1)] ?? null;
}
