import type { Link } from "./link.js";
import type { Scene } from "./scene.js";

/** What leads to a node or link, or what it leads to, each with its weight in [0, 1]. */
export interface Stream {
  readonly nodes: ReadonlyMap<string, number>;
  readonly links: ReadonlyMap<Link, number>;
}

/** Less than this of a stream is not worth lighting. */
const least = 1e-3;

/**
 * The stream of a node v, along the links that are shown. Upstream, the weight of a node is the part of v's attribution
 * that comes through it; downstream, the part of a node's attribution that comes through v:
 *
 *     up(v) = 1,    up(u) = Σ_w up(w) P(u|w)        down(v) = 1,    down(w) = Σ_u P(u|w) down(u)
 *
 * Of a link from s to t likewise, with up(s) = 1 and down(t) = P(s|t).
 *
 * @param targetsFirst all nodes, every target before its sources
 */
export function streamOf(
  targetsFirst: readonly string[],
  scene: Scene,
  start: { readonly kind: "node" | "edge"; readonly id: string },
): Stream {
  const nodes = new Map<string, number>();
  const links = new Map<Link, number>();
  const edge = start.kind === "edge" ? scene.byKey.get(start.id) : undefined;
  if (edge) links.set(edge, 1);
  flow(targetsFirst, scene.incoming, "source", [edge?.source ?? start.id, 1], { nodes, links });
  flow(targetsFirst.toReversed(), scene.outgoing, "target", [edge?.target ?? start.id, edge?.part ?? 1], {
    nodes,
    links,
  });
  return { nodes, links };
}

function flow(
  order: readonly string[],
  linksOf: ReadonlyMap<string, readonly Link[]>,
  end: "source" | "target",
  [from, weight]: readonly [string, number],
  stream: { nodes: Map<string, number>; links: Map<Link, number> },
): void {
  const weights = new Map([[from, weight]]);
  for (const id of order) {
    const own = weights.get(id);
    if (own === undefined) continue;
    stream.nodes.set(id, own);
    for (const link of linksOf.get(id) ?? []) {
      const passed = own * link.part;
      if (passed < least) continue;
      stream.links.set(link, passed);
      weights.set(link[end], (weights.get(link[end]) ?? 0) + passed);
    }
  }
}
