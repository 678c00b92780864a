import { describe, expect, it } from "vitest";
import { histogramOf } from "./predictions.js";

describe("histogramOf", () => {
  it("counts every probability once, ends included", () => {
    const probabilities = Array.from({ length: 101 }, (_, i) => i / 100);
    const counts = histogramOf(probabilities);
    expect(counts).toHaveLength(20);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(101);
    expect(histogramOf([0, 0.049, 0.05, 0.999, 1])).toEqual([2, 1, ...new Array(17).fill(0), 2]);
  });
});
