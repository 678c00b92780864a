import { describe, expect, it } from "vitest";
import { AttributionIndex } from "./attribution-index.js";
import { edgeKey } from "./edge-key.js";
import { graphByGradient } from "./graph-by-gradient.js";
import { pruneToShare } from "./prune.js";
import { selectionDocument } from "./selection-document.js";
import { edgeShares, nodeShares, shareOf } from "./share.js";
import { randomGraphDocument } from "./testing/random-graph.js";
import { smallGraph } from "./testing/small-graph.js";

const shares = [0, 0.05, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1];
const seeds = [1, 2, 3, 4];
const graphOf = (seed: number) => randomGraphDocument({ layers: 5, nodesPerLayer: 8, edges: 300, seed });

describe("pruneToShare", () => {
  it.each(seeds)("carries the share it was asked for and says how much (seed %i)", (seed) => {
    const index = new AttributionIndex(graphOf(seed));
    for (const share of shares) {
      const selection = pruneToShare(index, share);
      expect(selection.share).toBeGreaterThanOrEqual(share - 1e-12);
      expect(shareOf(index, selection)).toBeCloseTo(selection.share, 13);
    }
  });

  it.each(seeds)("keeps a superset for a larger share (seed %i)", (seed) => {
    const index = new AttributionIndex(graphOf(seed));
    let smaller = pruneToShare(index, 0);
    for (const share of shares) {
      const larger = pruneToShare(index, share);
      expect([...larger.nodes]).toEqual(expect.arrayContaining([...smaller.nodes]));
      expect([...larger.edges]).toEqual(expect.arrayContaining([...smaller.edges]));
      smaller = larger;
    }
  });

  it.each(seeds)("keeps no node or edge that carries nothing (seed %i)", (seed) => {
    const index = new AttributionIndex(graphOf(seed));
    const { nodes, edges, share } = pruneToShare(index, 0.3);
    expect(edges.size).toBeGreaterThan(0);
    for (const key of [...nodes, ...edges]) {
      const without = (keys: ReadonlySet<string>) => new Set([...keys].filter((kept) => kept !== key));
      expect(shareOf(index, { nodes: without(nodes), edges: without(edges) })).toBeLessThan(share);
    }
  });

  it("keeps the logit alone for a share of 0", () => {
    const { nodes, edges } = pruneToShare(graphOf(1), 0);
    expect([...nodes]).toEqual(["logits/0"]);
    expect(edges.size).toBe(0);
  });

  it("gives up share for its limits, and is nested in them", () => {
    const index = new AttributionIndex(graphOf(1));
    const whole = pruneToShare(index, 0.95);
    let smaller = pruneToShare(index, 0.95, { maxNodes: 1 });
    expect(smaller.nodes.size).toBe(1);
    for (const maxNodes of [5, 10, 20, 30]) {
      const larger = pruneToShare(index, 0.95, { maxNodes });
      expect(larger.nodes.size).toBeLessThanOrEqual(maxNodes);
      expect(larger.share).toBeLessThan(0.95);
      expect([...larger.edges]).toEqual(expect.arrayContaining([...smaller.edges]));
      smaller = larger;
    }
    expect(pruneToShare(index, 0.95, { maxEdges: 40 }).edges.size).toBeLessThanOrEqual(40);
    expect(pruneToShare(index, 0.95, { maxNodes: 1000, maxEdges: 1000 })).toEqual(whole);
  });

  it("finds the strongest path, not the strongest edges", () => {
    // b/1 takes more of the logit than b/0, but spreads it over ten sources.
    const graph = smallGraph([
      ["b/0", "logit/0", 4],
      ["b/1", "logit/0", 6],
      ["a/0", "b/0", 1],
      ...Array.from({ length: 10 }, (_, n) => [`a/${n + 1}`, "b/1", 1] as const),
    ]);
    expect([...pruneToShare(graph, 0.4).edges].sort()).toEqual(["a/0>b/0", "b/0>logit/0"]);
  });

  it("refuses shares and limits that mean nothing", () => {
    const code = expect.objectContaining({ code: "OPTION_INVALID" });
    for (const share of [-0.1, 1.1, Number.NaN]) expect(() => pruneToShare(graphOf(1), share)).toThrow(code);
    expect(() => pruneToShare(graphOf(1), 0.5, { maxNodes: 0 })).toThrow(code);
    expect(() => pruneToShare(graphOf(1), 0.5, { maxEdges: Number.NaN })).toThrow(code);
  });
});

describe("selectionDocument", () => {
  const document = graphOf(2);

  it("holds what the selection keeps, with the figures of the whole graph", () => {
    const selection = pruneToShare(document, 0.4);
    const kept = selectionDocument(document, selection);
    expect(new Set(kept.nodes.map((node) => node.id))).toEqual(selection.nodes);
    expect(kept.edges).toHaveLength(selection.edges.size);
    for (const { cut: _, ...node } of kept.nodes) expect(document.nodes).toContainEqual(node);
    expect(kept.options.selection).toEqual({ nodesOfWhole: document.nodes.length, edgesOfWhole: 300 });
  });

  it("tells the size of the whole graph also when cut twice", () => {
    const once = selectionDocument(document, pruneToShare(document, 0.6));
    const twice = selectionDocument(once, pruneToShare(once, 0.3));
    expect(twice.nodes.length).toBeLessThan(once.nodes.length);
    expect(twice.options.selection).toEqual(once.options.selection);
  });

  it.each(["contribution", "gradient"])("has the shares by %s of the whole graph for all that it keeps", (quantity) => {
    for (const seed of seeds) {
      const whole = graphOf(seed);
      const graph = quantity === "gradient" ? graphByGradient : (one: typeof whole) => one;
      const once = selectionDocument(whole, pruneToShare(whole, 0.7));
      // A second cut goes through the middle of the graph, and drops edges between nodes that stay.
      const nodes = new Set(once.nodes.map(({ id }) => id).filter((id) => !id.startsWith("layer3/")));
      const edges = new Set(once.edges.map(edgeKey).filter((_, e) => e % 3 > 0));
      const twice = selectionDocument(once, { nodes, edges });
      expect(twice.edges.length).toBeGreaterThan(5);
      for (const part of [once, twice]) {
        const [index, ofWhole] = [new AttributionIndex(graph(part)), new AttributionIndex(graph(whole))];
        for (const shares of [nodeShares, edgeShares]) {
          const expected = shares(ofWhole);
          for (const [key, share] of shares(index)) expect(share).toBeCloseTo(expected.get(key)!, 12);
        }
        const kept = { nodes: new Set(part.nodes.map(({ id }) => id)), edges: new Set(part.edges.map(edgeKey)) };
        for (const selection of [kept, pruneToShare(index, 0.2)]) {
          expect(shareOf(index, selection)).toBeCloseTo(shareOf(ofWhole, selection), 12);
        }
      }
    }
  });

  it("says at no node that something is cut where nothing is", () => {
    const nodes = new Set(document.nodes.map(({ id }) => id));
    expect(selectionDocument(document, { nodes }).nodes).toEqual(document.nodes);
  });

  it("refuses a selection without the logit", () => {
    expect(() => selectionDocument(document, { nodes: new Set(["layer1/0"]) })).toThrow("one node in the output layer");
  });
});
