import { describe, expect, it } from "vitest";
import { type AttributionGraph, AttributionIndex } from "./attribution-index.js";
import { edgeKey } from "./edge-key.js";
import { edgeShares, endingShares, nodeShares, type Selection, shareOf } from "./share.js";
import { generator, randomGraphDocument, shuffled } from "./testing/random-graph.js";
import { smallGraph } from "./testing/small-graph.js";

const seeds = [1, 2, 3, 4, 5];
const everything = (graph: AttributionGraph) => ({ nodes: new Set(graph.nodes.map((node) => node.id)) });

/** The share written straight from its definition: the mass that v sends on and keeps, by recursion over its sources. */
function shareByRecursion(graph: AttributionGraph, { nodes, edges }: Selection): number {
  const endsFrom = (v: string): number => {
    if (!nodes.has(v)) return 0;
    const rest = Math.abs(graph.nodes.find((node) => node.id === v)?.restActivation ?? 0);
    const incoming = graph.edges.filter((edge) => edge.target === v);
    const denominator = incoming.reduce((sum, edge) => sum + Math.abs(edge.contribution), rest);
    if (denominator === 0) return 1;
    const kept = incoming.filter((edge) => edges === undefined || edges.has(edgeKey(edge)));
    return kept.reduce((sum, edge) => sum + Math.abs(edge.contribution) * endsFrom(edge.source), rest) / denominator;
  };
  return endsFrom("logits/0");
}

describe("nodeShares and edgeShares", () => {
  // Denominators: logit 3 + 1 + 1 = 5, b/0 6 + 2 = 8; a/0 and a/1 have no sources.
  const graph = smallGraph(
    [
      ["b/0", "logit/0", 3],
      ["a/1", "logit/0", -1],
      ["a/0", "b/0", -6],
    ],
    { "logit/0": 1, "b/0": -2 },
  );

  it("follow the equations on a graph done by hand", () => {
    const shares = nodeShares(graph);
    expect(shares.get("logit/0")).toBe(1);
    expect(shares.get("b/0")).toBeCloseTo(3 / 5, 15);
    expect(shares.get("a/1")).toBeCloseTo(1 / 5, 15);
    expect(shares.get("a/0")).toBeCloseTo((3 / 5) * (6 / 8), 15);
    expect(edgeShares(graph).get("a/0>b/0")).toBeCloseTo((3 / 5) * (6 / 8), 15);
    expect(shareOf(graph, { nodes: new Set(["logit/0", "b/0"]) })).toBeCloseTo(1 / 5 + (3 / 5) * (2 / 8), 15);
    expect(shareOf(graph, { nodes: new Set(["logit/0", "a/0"]) })).toBeCloseTo(1 / 5, 15);
  });

  it.each(seeds)("conserve mass across every cut between depths (seed %i)", (seed) => {
    const document = randomGraphDocument({ layers: 5, nodesPerLayer: 7, edges: 250, seed });
    const index = new AttributionIndex(document);
    const shares = nodeShares(index);
    const edges = edgeShares(index);
    const depths = new Map(document.layers.map((layer) => [layer.id, layer.depth]));
    const depthOf = new Map(document.nodes.map((node) => [node.id, depths.get(node.layer) ?? Number.NaN]));
    for (let cut = 0; cut < document.layers.length - 1; cut++) {
      let mass = 0;
      for (const edge of document.edges) {
        const crosses = Number(depthOf.get(edge.source)) <= cut && Number(depthOf.get(edge.target)) > cut;
        if (crosses) mass += edges.get(edgeKey(edge)) ?? Number.NaN;
      }
      for (const [v, id] of index.nodeIds.entries()) {
        if (Number(depthOf.get(id)) > cut) mass += (shares.get(id) ?? Number.NaN) * index.ends[v];
      }
      expect(mass).toBeCloseTo(1, 12);
    }
  });
});

describe("shareOf", () => {
  it.each(seeds)("is 1 for the whole graph (seed %i)", (seed) => {
    const document = randomGraphDocument({ layers: 6, nodesPerLayer: 10, edges: 500, seed });
    expect(Math.abs(shareOf(document, everything(document)) - 1)).toBeLessThan(1e-12);
  });

  it("is 1 where a node's sources contribute nothing: its mass ends there", () => {
    const graph = smallGraph([
      ["b/0", "logit/0", 2],
      ["a/0", "b/0", 0],
    ]);
    expect(shareOf(graph, everything(graph))).toBe(1);
    expect(shareOf(graph, { nodes: new Set(["logit/0", "b/0"]) })).toBe(1);
  });

  it("is 0 without the logit", () => {
    const document = randomGraphDocument({ layers: 2, nodesPerLayer: 3, edges: 20, seed: 1 });
    const nodes = everything(document).nodes;
    nodes.delete("logits/0");
    expect(shareOf(document, { nodes })).toBe(0);
  });

  it.each(seeds)("agrees with the recursive definition on random selections (seed %i)", (seed) => {
    const document = randomGraphDocument({ layers: 3, nodesPerLayer: 4, edges: 60, seed });
    const random = generator(seed);
    const index = new AttributionIndex(document);
    for (let trial = 0; trial < 20; trial++) {
      const nodes = new Set(document.nodes.map((node) => node.id).filter(() => random() < 0.8));
      nodes.add("logits/0");
      const edges = trial % 2 === 0 ? undefined : new Set(document.edges.map(edgeKey).filter(() => random() < 0.8));
      expect(shareOf(index, { nodes, edges })).toBeCloseTo(shareByRecursion(document, { nodes, edges }), 13);
    }
  });

  it.each(seeds)("never rises when a node or an edge is dropped (seed %i)", (seed) => {
    const document = randomGraphDocument({ layers: 4, nodesPerLayer: 6, edges: 150, seed });
    const random = generator(seed);
    const index = new AttributionIndex(document);
    const nodes = everything(document).nodes;
    const edges = new Set(document.edges.map(edgeKey));
    let before = shareOf(index, { nodes, edges });
    for (const key of shuffled([...nodes, ...edges], random)) {
      (nodes.has(key) ? nodes : edges).delete(key);
      const after = shareOf(index, { nodes, edges });
      expect(after).toBeLessThanOrEqual(before + 1e-15);
      before = after;
    }
    expect(before).toBe(0);
  });
});

describe("endingShares", () => {
  it("adds up to the share, and to nothing without the logit", () => {
    for (const seed of seeds) {
      const graph = randomGraphDocument({ layers: 4, nodesPerLayer: 5, edges: 90, seed });
      const random = generator(seed);
      const nodes = new Set(graph.nodes.map(({ id }) => id).filter((id) => id.startsWith("logits") || random() < 0.7));
      const endings = endingShares(graph, { nodes });
      expect([...endings.values()].reduce((sum, part) => sum + part, 0)).toBeCloseTo(shareOf(graph, { nodes }), 12);
      for (const id of endings.keys()) expect(nodes.has(id)).toBe(true);
      expect(endingShares(graph, { nodes: new Set(["input/0"]) }).size).toBe(0);
    }
  });

  it("is the rest's part of what arrives", () => {
    const graph = smallGraph(
      [
        ["b/0", "logit/0", 3],
        ["a/0", "b/0", -6],
      ],
      { "logit/0": 1, "b/0": -2 },
    );
    const endings = endingShares(graph, everything(graph));
    expect(endings.get("logit/0")).toBeCloseTo(1 / 4, 15);
    expect(endings.get("b/0")).toBeCloseTo((3 / 4) * (2 / 8), 15);
    expect(endings.get("a/0")).toBeCloseTo((3 / 4) * (6 / 8), 15);
  });
});
