import type { AttributionGraph } from "../attribution-index.js";

/**
 * A graph for tests from its edges `[source, target, contribution]`; layers come from the ids, and `logit/0` is the
 * class logit.
 *
 * @param rest β of the nodes where it is not 0; nodes without edges are named here too
 */
export function smallGraph(
  edges: readonly (readonly [source: string, target: string, contribution: number])[],
  rest: Readonly<Record<string, number>> = {},
): AttributionGraph {
  const ids = new Set([...edges.flatMap((edge) => [edge[0], edge[1]]), ...Object.keys(rest)]);
  const layerOf = (id: string) => id.split("/")[0];
  return {
    layers: [...new Set([...ids].map(layerOf))].map((id) => ({ id, role: id === "logit" ? "output" : "hidden" })),
    nodes: [...ids].map((id) => ({ id, layer: layerOf(id), restActivation: rest[id] ?? 0 })),
    edges: edges.map(([source, target, contribution]) => ({ source, target, contribution })),
  };
}
