import { documentRanks, orderRanks } from "@gipfel/graph";
import type { GraphModel } from "./graph-model.js";
import type { RankOrder } from "./rank-order.js";
import type { Scene } from "./scene.js";

/**
 * Ranks in which what is shown stands together, in an order found for its links alone; what is not shown stays around
 * it in the order it had.
 */
export function tidyRanks(model: GraphModel, scene: Scene): RankOrder[] {
  const cores = orderRanks({
    ranks: documentRanks(model.document).ranks.map((rank) => rank.filter((id) => scene.nodes.has(id))),
    edges: scene.links.map(({ source, target, share }) => ({ source, target, weight: share })),
  });
  return model.ranks.map(({ above, core, below }, depth) => {
    const others = [...above, ...core, ...below].filter((id) => !scene.nodes.has(id));
    const half = Math.ceil(others.length / 2);
    return { above: others.slice(0, half), core: cores[depth], below: others.slice(half) };
  });
}
