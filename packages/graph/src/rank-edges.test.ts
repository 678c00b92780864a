import { describe, expect, it } from "vitest";
import { AttributionIndex } from "./attribution-index.js";
import { rankEdges } from "./rank-edges.js";
import { shareOf } from "./share.js";
import { randomGraphDocument } from "./testing/random-graph.js";

describe("rankEdges", () => {
  // With at most 49 edges a round drops one edge or those that carry nothing, so the order is the one-by-one order.
  it.each([1, 2, 3])("drops at each step an edge whose loss is the least of all (seed %i)", (seed) => {
    const document = randomGraphDocument({ layers: 3, nodesPerLayer: 4, edges: 45, seed });
    const index = new AttributionIndex(document);
    const nodes = new Set(index.nodeIds);
    const edges = new Set(index.edgeKeys);
    for (const e of [...rankEdges(index)].reverse()) {
      const whole = shareOf(index, { nodes, edges });
      const losses = [...edges].map((key) => {
        const fewer = new Set(edges);
        fewer.delete(key);
        return whole - shareOf(index, { nodes, edges: fewer });
      });
      edges.delete(index.edgeKeys[e]);
      expect(whole - shareOf(index, { nodes, edges })).toBeCloseTo(Math.min(...losses), 14);
    }
    expect(edges.size).toBe(0);
  });
});
