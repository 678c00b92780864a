import { describe, expect, it } from "vitest";
import { classNode, nodeSize, placeRanks } from "./positions.js";

const rank = (core: string, above = "", below = "") => ({ above: [...above], core: [...core], below: [...below] });

describe("placeRanks", () => {
  it("gives every node its own place, in the order of its rank", () => {
    const { columns, nodes } = placeRanks([rank("a"), rank("cd", "b", "xy"), rank("", "e", "f")], 1.4);
    expect(new Set([...nodes.values()].map(({ x, y }) => `${x} ${y}`)).size).toBe(8);
    expect(columns.map((column) => column.nodes.join(""))).toEqual(["a", "bcdxy", "ef"]);
    for (const { x, nodes: ids } of columns) {
      const ys = ids.map((id) => nodes.get(id)?.y ?? Number.NaN);
      for (const [i, y] of ys.slice(1).entries()) expect(y - ys[i]).toBeGreaterThan(nodeSize);
      expect(ids.every((id) => nodes.get(id)?.x === x)).toBe(true);
    }
    expect(columns.map((column) => column.x)).toEqual(columns.map((column) => column.x).toSorted((a, b) => a - b));
  });

  it("centres the core, whatever stands around it", () => {
    const { nodes } = placeRanks([rank("cd", "abxyz", "e"), rank("", "p", "q")], 1);
    const middle = (ids: string) => [...ids].reduce((sum, id) => sum + (nodes.get(id)?.y ?? Number.NaN), 0);
    expect([middle("cd"), middle("pq")]).toEqual([0, 0]);
  });

  it("spreads the columns over a wide view, and never lets them touch", () => {
    const ranks = [rank("a"), rank("bcdefghijklmnopqrstu"), rank("z")];
    const pitches = [0.1, 0.4, 1, 10].map((aspect) => placeRanks(ranks, aspect).pitch);
    expect(pitches).toEqual(pitches.toSorted((a, b) => a - b));
    expect(pitches[0]).toBeGreaterThan(classNode.width);
    expect(pitches[0]).toBeLessThan(pitches[3]);
    expect(placeRanks([rank("a")], 1).nodes.get("a")).toEqual({ x: 0, y: 0 });
  });
});
