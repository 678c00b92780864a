import { describe, expect, it } from "vitest";
import { AttributionIndex } from "./attribution-index.js";
import { randomGraphDocument } from "./testing/random-graph.js";
import { smallGraph } from "./testing/small-graph.js";

describe("AttributionIndex", () => {
  it("splits the mass of every node between its sources and itself without rest", () => {
    const document = randomGraphDocument({ layers: 5, nodesPerLayer: 8, edges: 300, seed: 1 });
    const index = new AttributionIndex(document);
    const split = index.ends.slice();
    for (const [e, v] of index.target.entries()) split[v] += index.probability[e];
    for (const sum of split) expect(sum).toBeCloseTo(1, 14);
  });

  it("puts every target before its sources", () => {
    const document = randomGraphDocument({ layers: 5, nodesPerLayer: 8, edges: 300, seed: 2 });
    const { order, source, target } = new AttributionIndex(document);
    const place = new Map([...order].map((v, i) => [v, i]));
    expect(place.size).toBe(document.nodes.length);
    for (const [e, u] of source.entries()) expect(place.get(u)).toBeGreaterThan(place.get(target[e]) ?? Infinity);
  });

  it("names the edge to a node that does not exist", () => {
    const graph = smallGraph([["a/0", "logit/0", 1]]);
    const broken = { ...graph, nodes: graph.nodes.filter((node) => node.id !== "a/0") };
    expect(() => new AttributionIndex(broken)).toThrow("edge a/0>logit/0 names a/0, which is not a node");
  });

  it("refuses amounts that are not finite, cycles, and graphs without one logit", () => {
    const code = expect.objectContaining({ code: "GRAPH_INVALID" });
    expect(() => new AttributionIndex(smallGraph([["a/0", "logit/0", Number.NaN]]))).toThrow(code);
    expect(() => new AttributionIndex(smallGraph([["a/0", "logit/0", 1]], { "a/0": -Infinity }))).toThrow(code);
    expect(() => new AttributionIndex(smallGraph([["a/0", "b/0", 1]]))).toThrow(code);
    expect(() => new AttributionIndex(smallGraph([["a/0", "logit/0", 1]], { "logit/1": 0 }))).toThrow(code);
    const cycle = smallGraph([
      ["a/0", "b/0", 1],
      ["b/0", "a/0", 1],
      ["b/0", "logit/0", 1],
    ]);
    expect(() => new AttributionIndex(cycle)).toThrow("the edges form a cycle, which a/0 is on");
  });
});
