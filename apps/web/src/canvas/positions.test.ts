import { describe, expect, it } from "vitest";
import { buildGraphModel } from "../graph-model/graph-model.js";
import type { Layout } from "../graph-model/layout.js";
import { testDocument } from "../testing/test-document.js";
import { classSize, largestSide } from "./marks.js";
import { between, placeRanks } from "./positions.js";

const ids = (layer: string, size: number) => Array.from({ length: size }, (_, n) => `${layer}/${n}`);
const model = buildGraphModel(
  testDocument({ input: 1, a: 5, b: 20, out: 1 }, [
    ...ids("a", 5).map((id) => ["input/0", id, 1] as const),
    ...ids("b", 20).flatMap((id) => [["a/0", id, 1] as const, [id, "out/0", 1] as const]),
  ]),
);
const none = new Set<string>();
const layout = (part: Partial<Layout> = {}): Layout => ({ ranks: model.ranks, hidden: none, collapsed: none, ...part });
const rank = (core: string[], above: string[] = [], below: string[] = []) => ({ above, core, below });

describe("placeRanks", () => {
  it("gives every node its own place, in the order of its rank, and lets none touch", () => {
    const { columns, nodes } = placeRanks(model, layout(), 1.4);
    expect(nodes.size).toBe(27);
    for (const { x, nodes: column } of columns) {
      const ys = column.map((id) => nodes.get(id)!.y);
      for (const [i, y] of ys.slice(1).entries()) expect(y - ys[i]).toBeGreaterThan(largestSide);
      expect(column.every((id) => nodes.get(id)?.x === x)).toBe(true);
    }
    for (const [i, { x }] of columns.slice(1).entries()) expect(x - columns[i].x).toBeGreaterThan(classSize.width);
  });

  it("centres the core, whatever stands around it", () => {
    const [a0, a1, a2, a3, a4] = ids("a", 5);
    const ranks = [rank(["input/0"]), rank([a1, a2], [a0], [a3, a4]), rank([], ["b/0"], ["b/1"]), rank(["out/0"])];
    const { nodes } = placeRanks(model, layout({ ranks }), 1);
    const middle = (...some: string[]) => some.reduce((sum, id) => sum + nodes.get(id)!.y, 0);
    expect([middle(a1, a2), middle("b/0", "b/1")]).toEqual([0, 0]);
  });

  it("spreads the columns over a wide view", () => {
    const pitches = [0.1, 0.4, 1, 10].map((aspect) => placeRanks(model, layout(), aspect).pitch);
    expect(pitches).toEqual(pitches.toSorted((a, b) => a - b));
    expect(pitches[0]).toBeLessThan(pitches[3]);
  });

  it("gives a collapsed layer less room, and a hidden one none, at the same heights", () => {
    const lengths = [layout(), layout({ collapsed: new Set(["a"]) }), layout({ hidden: new Set(["a"]) })].map((one) => {
      const { columns, nodes } = placeRanks(model, one, 1);
      expect(nodes.get("b/3")?.y).toBe(placeRanks(model, layout(), 1).nodes.get("b/3")?.y);
      return columns.at(-1)!.x;
    });
    expect(lengths[0]).toBeGreaterThan(lengths[1]);
    expect(lengths[1]).toBeGreaterThan(lengths[2]);
  });
});

describe("between", () => {
  it("begins and ends where it should, and is halfway in between", () => {
    const [from, to] = [layout(), layout({ collapsed: new Set(["a"]) })].map((one) => placeRanks(model, one, 1));
    expect(between(from, to, 0).nodes.get("b/0")).toEqual(from.nodes.get("b/0"));
    expect(between(from, to, 1).nodes.get("b/0")).toEqual(to.nodes.get("b/0"));
    const half = between(from, to, 0.5);
    expect(half.columns[3].x).toBeCloseTo((from.columns[3].x + to.columns[3].x) / 2, 9);
  });
});
