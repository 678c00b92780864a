import { describe, expect, it } from "vitest";
import { countCrossings, type RankedGraph } from "./crossings.js";
import { documentRanks } from "./order-ranks.js";
import { randomGraphDocument } from "./testing/random-graph.js";

/** Every two edges compared. */
function crossingsByPairs({ ranks, edges }: RankedGraph): number {
  const at = new Map(ranks.flatMap((rank, r) => rank.map((id, place) => [id, { rank: r, place }] as const)));
  const drawn = edges.map((edge) => {
    const ends = [at.get(edge.source), at.get(edge.target)].map((end) => end ?? { rank: -1, place: -1 });
    const [upper, lower] = ends.sort((a, b) => a.rank - b.rank);
    return { upper, lower, weight: edge.weight };
  });
  let crossings = 0;
  for (const [i, a] of drawn.entries()) {
    for (const b of drawn.slice(0, i)) {
      const sameRanks = a.upper.rank === b.upper.rank && a.lower.rank === b.lower.rank;
      const opposite = (a.upper.place - b.upper.place) * (a.lower.place - b.lower.place) < 0;
      if (sameRanks && opposite && a.upper.rank !== a.lower.rank) crossings += a.weight * b.weight;
    }
  }
  return crossings;
}

describe("countCrossings", () => {
  it.each([1, 2, 3])("agrees with comparing every two edges (seed %i)", (seed) => {
    const ranked = documentRanks(randomGraphDocument({ layers: 4, nodesPerLayer: 9, edges: 200, seed }));
    const reference = crossingsByPairs(ranked);
    expect(reference).toBeGreaterThan(0);
    expect(countCrossings(ranked) / reference).toBeCloseTo(1, 12);
  });

  it("counts the crossings of K(4,3), whatever the direction of its edges", () => {
    const upper = ["a", "b", "c", "d"];
    const lower = ["x", "y", "z"];
    const edges = upper.flatMap((source) => lower.map((target) => ({ source, target, weight: 1 })));
    const turned = edges.map(({ source, target, weight }) => ({ source: target, target: source, weight }));
    expect(countCrossings({ ranks: [upper, lower], edges })).toBe(6 * 3);
    expect(countCrossings({ ranks: [upper, lower], edges: turned })).toBe(6 * 3);
  });

  it("does not count edges that share an end, within a rank, or of other ranks", () => {
    const ranks = [["a", "b"], ["x", "y"], ["p"]];
    const edges = [
      ["a", "y"],
      ["b", "y"],
      ["a", "b"],
      ["x", "y"],
      ["b", "p"],
    ].map(([source, target]) => ({ source, target, weight: 1 }));
    expect(countCrossings({ ranks, edges })).toBe(0);
    expect(countCrossings({ ranks, edges: [...edges, { source: "b", target: "x", weight: 3 }] })).toBe(3);
  });

  it("names the node that stands in no rank", () => {
    const edges = [{ source: "a", target: "b", weight: 1 }];
    expect(() => countCrossings({ ranks: [["a"]], edges })).toThrow("an edge names b, which stands in no rank");
  });
});
