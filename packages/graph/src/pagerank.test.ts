import { describe, expect, it } from "vitest";
import { personalisedPageRank } from "./pagerank.js";
import { randomGraphDocument } from "./testing/random-graph.js";

const activations = { "input/0": -0.2, "a/0": 1, "a/1": 0.25, "b/0": 0, "b/1": 2, "b/2": 0.5, "logit/0": 3.25 };
const edges = (
  [
    ["input/0", "a/0", 2],
    ["input/0", "a/1", -1.5],
    ["a/0", "b/0", 0.5],
    ["a/1", "b/0", -3],
    ["a/0", "b/1", 0],
    ["a/1", "b/1", 1.25],
    ["b/0", "logit/0", 4],
    ["b/1", "logit/0", -0.75],
    ["a/1", "logit/0", 0.3],
  ] as const
).map(([source, target, contribution]) => ({ source, target, contribution }));
const nodesWith = (activationOf: (id: string, value: number) => number) =>
  Object.entries(activations).map(([id, value]) => ({ id, meanActivation: activationOf(id, value) }));

const code = expect.objectContaining({ code: "OPTION_INVALID" });

function expectRanks(ranks: Map<string, number>, reference: Record<string, number>): void {
  for (const [id, rank] of Object.entries(reference)) expect(ranks.get(id)).toBeCloseTo(rank, 11);
}

describe("personalisedPageRank", () => {
  // References: networkx 3.6.1, pagerank(G, alpha, personalization, tol=1e-16); b/2 has no edges.
  it("agrees with networkx, personalised by mean activation", () => {
    expectRanks(personalisedPageRank({ nodes: nodesWith((_, value) => value), edges }), {
      "input/0": 0.10092250506615376,
      "a/0": 0.0863780242590934,
      "a/1": 0.20017408929279967,
      "b/0": 0.2566735338611018,
      "b/1": 0.11033536176278985,
      "b/2": 0.01140684410646388,
      "logit/0": 0.23410964165159792,
    });
  });

  it("agrees with networkx, uniform where no activation is positive", () => {
    expectRanks(personalisedPageRank({ nodes: nodesWith((_, value) => -value), edges }, { alpha: 0 }), {
      "b/2": 0,
      "input/0": 1,
    });
    expectRanks(personalisedPageRank({ nodes: nodesWith(() => -1), edges }, { alpha: 0.5 }), {
      "input/0": 0.1507060683479105,
      "a/0": 0.12654883255494503,
      "a/1": 0.18685189778303513,
      "b/0": 0.19700636883109557,
      "b/1": 0.107682488646734,
      "b/2": 0.07692307692307691,
      "logit/0": 0.15428126691320282,
    });
  });

  it.each([1, 2, 3])("sums to 1 with positive ranks (seed %i)", (seed) => {
    const document = randomGraphDocument({ layers: 4, nodesPerLayer: 10, edges: 300, seed });
    const ranks = [...personalisedPageRank(document).values()];
    expect(ranks).toHaveLength(document.nodes.length);
    expect(Math.min(...ranks)).toBeGreaterThan(0);
    expect(ranks.reduce((sum, rank) => sum + rank, 0)).toBeCloseTo(1, 12);
  });

  it("refuses an alpha outside [0, 1), and says when the tolerance is out of reach", () => {
    const nodes = nodesWith((_, value) => value);
    for (const alpha of [-0.1, 1, Number.NaN])
      expect(() => personalisedPageRank({ nodes, edges }, { alpha })).toThrow(code);
    expect(() => personalisedPageRank({ nodes, edges }, { iterations: 3 })).toThrow(code);
  });

  it("refuses an edge to a node that does not exist", () => {
    expect(() => personalisedPageRank({ nodes: [], edges })).toThrow("names a node that is not in the graph");
  });
});
