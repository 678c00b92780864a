import { describe, expect, it } from "vitest";
import { classNode, fitViewport, placeRanks } from "./positions.js";

describe("placeRanks", () => {
  it("gives every node its own place, in the order of its rank", () => {
    const ranks = [["a"], ["b", "c", "d"], ["e", "f"]];
    const { columns, nodes } = placeRanks(ranks, 1.4);
    expect(new Set([...nodes.values()].map(({ x, y }) => `${x} ${y}`)).size).toBe(6);
    for (const { x, nodes: ids } of columns) {
      const ys = ids.map((id) => nodes.get(id)?.y ?? Number.NaN);
      expect(ys).toEqual(ys.toSorted((a, b) => a - b));
      expect(ys.reduce((sum, y) => sum + y, 0)).toBeCloseTo(0, 9);
      expect(ids.every((id) => nodes.get(id)?.x === x)).toBe(true);
    }
    expect(columns.map((column) => column.x)).toEqual(columns.map((column) => column.x).toSorted((a, b) => a - b));
  });

  it("spreads the columns over a wide view, and never lets them touch", () => {
    const ranks = [["a"], Array.from({ length: 20 }, (_, n) => `b${n}`), ["c"]];
    const pitches = [0.1, 0.4, 1, 10].map((aspect) => placeRanks(ranks, aspect).pitch);
    expect(pitches).toEqual(pitches.toSorted((a, b) => a - b));
    expect(pitches[0]).toBeGreaterThan(classNode.width);
    expect(pitches[0]).toBeLessThan(pitches[3]);
    expect(placeRanks([["a"]], 1).nodes.get("a")).toEqual({ x: 0, y: 0 });
  });
});

describe("fitViewport", () => {
  const view = { width: 900, height: 700 };
  it("brings every point into view", () => {
    const points = [
      { x: 0, y: -600 },
      { x: 1300, y: 700 },
      { x: 650, y: 10 },
    ];
    const { zoom, pan } = fitViewport(points, view);
    for (const { x, y } of points) {
      expect(x * zoom + pan.x).toBeGreaterThan(0);
      expect(x * zoom + pan.x).toBeLessThan(view.width);
      expect(y * zoom + pan.y).toBeGreaterThan(0);
      expect(y * zoom + pan.y).toBeLessThan(view.height);
    }
  });
  it("does not blow up a single node, nor lose it", () => {
    const { zoom, pan } = fitViewport([{ x: 300, y: 0 }], view);
    expect(zoom).toBeLessThan(2);
    expect(300 * zoom + pan.x).toBeCloseTo(view.width / 2, 6);
  });
});
