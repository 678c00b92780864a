import { describe, expect, it } from "vitest";
import { AttributionIndex } from "./attribution-index.js";
import { pruneToShare } from "./prune.js";
import { pruneEdges } from "./prune-edges.js";
import { shareOf } from "./share.js";
import { randomGraphDocument } from "./testing/random-graph.js";

const index = new AttributionIndex(randomGraphDocument({ layers: 4, nodesPerLayer: 8, edges: 200, seed: 5 }));
const { nodes } = pruneToShare(index, 0.8);

describe("pruneEdges", () => {
  it("keeps the nodes, and of their edges enough for the part, but not one more", () => {
    const whole = shareOf(index, { nodes });
    for (const part of [0, 0.2, 0.5, 0.9, 1]) {
      const pruned = pruneEdges(index, nodes, part);
      expect(pruned.nodes).toEqual(nodes);
      expect(pruned.share).toBeCloseTo(shareOf(index, pruned), 12);
      expect(pruned.share).toBeGreaterThanOrEqual(part * whole - 1e-12);
      if (part > 0 && part < 1) {
        const last = [...pruned.edges].at(-1)!;
        const fewer = new Set([...pruned.edges].filter((key) => key !== last));
        expect(shareOf(index, { nodes, edges: fewer })).toBeLessThan(part * whole);
      }
    }
  });

  it("is nested, and whole at 1", () => {
    const steps = [0.1, 0.4, 0.7, 0.95, 1].map((part) => pruneEdges(index, nodes, part).edges);
    for (const [i, fewer] of steps.slice(0, -1).entries()) {
      for (const key of fewer) expect(steps[i + 1].has(key)).toBe(true);
    }
    const between = index.edgeKeys.filter(
      (_, e) => nodes.has(index.nodeIds[index.source[e]]) && nodes.has(index.nodeIds[index.target[e]]),
    );
    expect(steps.at(-1)).toEqual(new Set(between));
  });

  it("carries nothing without the logit, and refuses a part that is none", () => {
    expect(pruneEdges(index, new Set([index.nodeIds[0]]), 0.5).share).toBe(0);
    for (const part of [-0.1, 1.1, Number.NaN]) expect(() => pruneEdges(index, nodes, part)).toThrow(/0 to 1/);
  });
});
