import { compareGraphs, compareSelections, pruneToShare } from "@gipfel/graph";
import { randomGraphDocument } from "@gipfel/graph/testing";
import { describe, expect, it } from "vitest";
import { buildGraphModel } from "../../graph-model/graph-model.js";
import { conceptRows, countMembers, edgeRows, type SortKey } from "./compare-rows.js";

const graph = (seed: number) => randomGraphDocument({ layers: 2, nodesPerLayer: 5, edges: 40, seed });
const [a, b] = [graph(1), graph(2)];
const comparison = compareGraphs(a, b);
const shown = compareSelections(comparison, { a, b }, { a: pruneToShare(a, 0.7), b: pruneToShare(b, 0.7) });
const model = buildGraphModel(comparison.union);
const members = ["both", "a", "b"] as const;

describe.each([
  [
    "edgeRows",
    shown.edges,
    (sort: SortKey, only: "all" | (typeof members)[number]) => edgeRows(comparison, shown, { sort, only }),
  ],
  [
    "conceptRows",
    new Map([...shown.nodes].filter(([id]) => model.layers.get(model.nodes.get(id)!.layer)?.role === "hidden")),
    (sort: SortKey, only: "all" | (typeof members)[number]) => conceptRows(comparison, shown, model, { sort, only }),
  ],
] as const)("%s", (_, all, rowsBy) => {
  it("has everything shown once, and falls in what it is sorted by", () => {
    for (const sort of ["difference", "a", "b"] as const) {
      const rows = rowsBy(sort, "all");
      expect(rows).toHaveLength(all.size);
      expect(new Set(rows.map(({ key }) => key))).toEqual(new Set(all.keys()));
      const values = rows.map((row) => (sort === "difference" ? Math.abs(row.difference) : (row[sort] ?? 0)));
      expect(values).toEqual(values.toSorted((x, y) => y - x));
    }
  });

  it("parts into what both have and what one has", () => {
    const parts = members.map((only) => rowsBy("difference", only));
    const counts = countMembers(all.values());
    expect(parts.map((rows) => rows.length)).toEqual(members.map((member) => counts[member]));
    expect(parts.flat()).toHaveLength(all.size);
    expect(parts[1].every((row) => row.a !== null)).toBe(true);
  });
});
