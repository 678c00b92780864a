import { AttributionIndex, compareGraphs } from "@gipfel/graph";
import { randomGraphDocument } from "@gipfel/graph/testing";
import { describe, expect, it } from "vitest";
import { buildGraphModel } from "../../graph-model/graph-model.js";
import { shareAt, stepOf } from "../../graph-model/share-steps.js";
import { comparedMarks, comparedOpening, comparedRanks, comparedScene, shownAt } from "./compare-picture.js";

const graph = (seed: number) => randomGraphDocument({ layers: 3, nodesPerLayer: 6, edges: 70, seed });

describe("the picture of a comparison", () => {
  const [a, b] = [graph(3), graph(4)];
  const comparison = compareGraphs(a, b);
  const graphs = { a: new AttributionIndex(a), b: new AttributionIndex(b) };
  const at = (share: number) => shownAt(comparison, graphs, share);
  const model = buildGraphModel(comparison.union);

  it("has every node and edge that one picture shows, and marks those that one alone shows", () => {
    const shown = at(0.6);
    const scene = comparedScene(model, comparison, shown);
    const marks = comparedMarks(shown);
    expect(scene.nodes).toEqual(new Set(shown.nodes.keys()));
    expect(new Set(scene.byKey.keys())).toEqual(new Set(shown.edges.keys()));
    for (const [id, membership] of shown.nodes) expect(marks.get(id)?.letter.toLowerCase() ?? "both").toBe(membership);
    for (const { key, sign, unsure, strength } of scene.links) {
      const edge = comparison.edges.get(key)!;
      expect(sign).toBe(Math.sign(edge.relative.a - edge.relative.b));
      expect(unsure).toBe(shown.edges.get(key) !== "both");
      expect(strength).toBeLessThanOrEqual(1);
    }
    const sizes = scene.links.map(({ key }) => Math.abs(comparison.edges.get(key)!.difference));
    expect(sizes.map((size) => Math.min(size, 0.5))).toEqual(
      sizes.map((size) => Math.min(size, 0.5)).sort((x, y) => x - y),
    );
  });

  it("draws a graph beside itself without marks, colours and dashes", () => {
    const same = compareGraphs(a, a);
    const shown = shownAt(same, { a: graphs.a, b: graphs.a }, 0.7);
    expect(comparedMarks(shown).size).toBe(0);
    const { links } = comparedScene(buildGraphModel(same.union), same, shown);
    expect(links.every(({ sign, unsure, strength }) => sign === 0 && !unsure && strength === 0)).toBe(true);
  });

  it("opens with the most that is not crowded", () => {
    const wide = (seed: number) => randomGraphDocument({ layers: 3, nodesPerLayer: 14, edges: 300, seed });
    const [first, second] = [wide(5), wide(6)];
    const both = compareGraphs(first, second);
    const indexes = { a: new AttributionIndex(first), b: new AttributionIndex(second) };
    const opening = comparedOpening(both, (share) => shownAt(both, indexes, share));
    const { ranks } = buildGraphModel(both.union);
    const crowd = (share: number) => {
      const { nodes } = shownAt(both, indexes, share);
      return Math.max(
        ...ranks.map(({ above, core, below }) => [...above, ...core, ...below].filter((id) => nodes.has(id)).length),
      );
    };
    expect(crowd(opening)).toBeLessThanOrEqual(8);
    expect(crowd(shareAt(stepOf(opening) + 1))).toBeGreaterThan(8);
  });

  it("gives every node one place, those of the opening in the middle", () => {
    const ranks = comparedRanks(comparison, at, 0.3);
    const all = ranks.flatMap(({ above, core, below }) => [...above, ...core, ...below]);
    expect(all).toHaveLength(comparison.nodes.size);
    expect(new Set(all)).toEqual(new Set(comparison.nodes.keys()));
    expect(new Set(ranks.flatMap(({ core }) => core))).toEqual(new Set(at(0.3).nodes.keys()));
  });
});
