import { compareGraphs, compareSelections, pruneToShare } from "@gipfel/graph";
import { randomGraphDocument } from "@gipfel/graph/testing";
import { describe, expect, it } from "vitest";
import { compareRows, countMembers } from "./compare-rows.js";

const graph = (seed: number) => randomGraphDocument({ layers: 2, nodesPerLayer: 5, edges: 40, seed });
const [a, b] = [graph(1), graph(2)];
const comparison = compareGraphs(a, b);
const shown = compareSelections(comparison, { a, b }, { a: pruneToShare(a, 0.7), b: pruneToShare(b, 0.7) });

describe("compareRows", () => {
  it("has every shown edge once, and falls in what it is sorted by", () => {
    for (const sort of ["difference", "a", "b"] as const) {
      const rows = compareRows(comparison, shown, sort, "all");
      expect(new Set(rows.map(({ key }) => key))).toEqual(new Set(shown.edges.keys()));
      const values = rows.map(({ edge }) => (sort === "difference" ? Math.abs(edge.difference) : edge.share[sort]));
      expect(values).toEqual(values.toSorted((x, y) => y - x));
    }
  });

  it("parts into what both have and what one has", () => {
    const parts = (["both", "a", "b"] as const).map((only) => compareRows(comparison, shown, "difference", only));
    const counts = countMembers(shown.edges.values());
    expect(parts.map((rows) => rows.length)).toEqual([counts.both, counts.a, counts.b]);
    expect(parts.flat()).toHaveLength(shown.edges.size);
    expect(parts[1].every(({ edge }) => edge.a !== null)).toBe(true);
  });
});
