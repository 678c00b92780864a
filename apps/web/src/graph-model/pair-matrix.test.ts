import { describe, expect, it } from "vitest";
import { pairMatrix } from "./pair-matrix.js";

const sources = [2, 5, 7];
const targets = [1, 4];
const pairs = sources.flatMap((source, i) =>
  targets.map((target, j) => ({ source, target, contribution: (i + 1) * (j === 0 ? 1 : -10), gradient: 100 * i + j })),
);

describe("pairMatrix", () => {
  it("has a row for each source and a column for each target neuron", () => {
    const { rows, columns, cells, most } = pairMatrix(sources, targets, pairs, "contribution", 8);
    expect([rows, columns]).toEqual([
      [[2], [5], [7]],
      [[1], [4]],
    ]);
    expect(cells.map((pair) => pair?.contribution)).toEqual([1, -10, 2, -20, 3, -30]);
    expect(most).toBe(30);
    expect(pairMatrix(sources, targets, pairs, "gradient", 8).most).toBe(201);
  });
  it("keeps the pair of largest size where neurons share a row or column", () => {
    const { rows, columns, cells } = pairMatrix(sources, targets, pairs, "contribution", 2);
    expect([rows, columns]).toEqual([
      [[2, 5], [7]],
      [[1], [4]],
    ]);
    expect(cells.map((pair) => pair?.contribution)).toEqual([2, -20, 3, -30]);
  });
  it("has one column where only the whole target is known, and holes where no pair is", () => {
    const whole = [{ source: 5, target: null, contribution: 4, gradient: 0 }];
    const { columns, cells } = pairMatrix(sources, targets, whole, "contribution", 8);
    expect(columns).toEqual([[null]]);
    expect(cells.map((pair) => pair?.contribution)).toEqual([undefined, 4, undefined]);
  });
});
