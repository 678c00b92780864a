import { describe, expect, it } from "vitest";
import { edgeKey } from "../edge-key.js";
import { pruneToShare } from "../prune.js";
import { randomGraphDocument } from "../testing/random-graph.js";
import { compareGraphs } from "./compare-graphs.js";
import { compareSelections } from "./compare-selections.js";

const graph = (seed: number) => randomGraphDocument({ layers: 3, nodesPerLayer: 6, edges: 70, seed });

describe("compareSelections", () => {
  it("finds all of a picture in itself, and the share that it carries", () => {
    const document = graph(1);
    const shown = pruneToShare(document, 0.5);
    const { nodes, edges, common } = compareSelections(
      compareGraphs(document, document),
      { a: document, b: document },
      { a: shown, b: shown },
    );
    expect(new Set(nodes.keys())).toEqual(shown.nodes);
    expect(new Set(edges.keys())).toEqual(shown.edges);
    expect(new Set([...nodes.values(), ...edges.values()])).toEqual(new Set(["both"]));
    expect(common.a).toBeCloseTo(shown.share, 12);
  });

  it.each([2, 3, 4])("parts both pictures into what both show and what one shows (seed %i)", (seed) => {
    const [a, b] = [graph(seed), graph(seed + 50)];
    const shown = { a: pruneToShare(a, 0.6), b: pruneToShare(b, 0.6) };
    const comparison = compareGraphs(a, b);
    const { edges, common } = compareSelections(comparison, { a, b }, shown);
    const keysOf = (side: "a" | "b") =>
      [...edges]
        .filter(([, in_]) => in_ === "both" || in_ === side)
        .map(([key]) => edgeKey(comparison.edges.get(key)![side]!));
    expect(new Set(keysOf("a"))).toEqual(shown.a.edges);
    expect(new Set(keysOf("b"))).toEqual(shown.b.edges);
    expect(common.a).toBeLessThanOrEqual(shown.a.share + 1e-12);
    expect(common.b).toBeLessThanOrEqual(shown.b.share + 1e-12);
  });
});
