import { describe, expect, it } from "vitest";
import { countCrossings } from "./crossings.js";
import { documentRanks, orderRanks } from "./order-ranks.js";
import { generator, randomGraphDocument, shuffled } from "./testing/random-graph.js";

describe("documentRanks", () => {
  it("puts every node into the rank of its layer's depth, sources first", () => {
    const document = randomGraphDocument({ layers: 3, nodesPerLayer: 4, edges: 40, seed: 1 });
    const { ranks, edges } = documentRanks(document);
    expect(ranks.map((rank) => rank.length)).toEqual([1, 4, 4, 4, 1]);
    expect(ranks[0]).toEqual(["input/0"]);
    expect(ranks[4]).toEqual(["logits/0"]);
    expect(edges).toHaveLength(40);
  });
});

describe("orderRanks", () => {
  it.each([1, 2, 3, 4, 5])("keeps every rank's nodes and never adds crossings (seed %i)", (seed) => {
    const ranked = documentRanks(randomGraphDocument({ layers: 5, nodesPerLayer: 10, edges: 250, seed }));
    const ordered = orderRanks(ranked);
    expect(ordered.map((rank) => rank.toSorted())).toEqual(ranked.ranks.map((rank) => rank.toSorted()));
    const after = countCrossings({ ...ranked, ranks: ordered });
    expect(after).toBeLessThan(countCrossings(ranked));
    expect(orderRanks(ranked)).toEqual(ordered);
    expect(countCrossings({ ...ranked, ranks: orderRanks({ ...ranked, ranks: ordered }) })).toBeLessThanOrEqual(after);
  });

  it("draws parallel chains without a crossing", () => {
    const random = generator(5);
    const depth = 6;
    const chains = Array.from({ length: 12 }, (_, c) => Array.from({ length: depth }, (_, r) => `${r}/${c}`));
    const ranks = Array.from({ length: depth }, (_, r) => shuffled(chains, random).map((chain) => chain[r]));
    const edges = chains.flatMap((chain) =>
      chain.slice(1).map((target, r) => ({ source: chain[r], target, weight: random() })),
    );
    expect(countCrossings({ ranks, edges })).toBeGreaterThan(0);
    expect(countCrossings({ ranks: orderRanks({ ranks, edges }), edges })).toBe(0);
  });

  it("leaves an order without crossings as it is", () => {
    const ranks = [["a", "b"], ["x", "y", "z"], []];
    const edges = [
      { source: "a", target: "x", weight: 1 },
      { source: "b", target: "z", weight: 1 },
    ];
    expect(orderRanks({ ranks, edges })).toEqual(ranks);
  });
});
