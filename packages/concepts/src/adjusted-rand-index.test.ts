import { describe, expect, it } from "vitest";
import { adjustedRandIndex } from "./adjusted-rand-index.js";
import { createRandom } from "./random.js";

describe("adjustedRandIndex", () => {
  it("agrees with a calculation by hand and with scikit-learn", () => {
    // Pairs together in both: 1 (the first two); in each: 1 and 2; of 6. Expected 1·2/6, most 1.5: (1 − ⅓)/(1.5 − ⅓).
    expect(adjustedRandIndex([0, 0, 1, 2], [0, 0, 1, 1])).toBeCloseTo(4 / 7, 14);
    expect(adjustedRandIndex([0, 0, 1, 1], [0, 1, 0, 1])).toBeCloseTo(-0.5, 14);
    expect(adjustedRandIndex([0, 0, 0, 1, 1, 1, 2, 2], [0, 0, 1, 1, 2, 2, 2, 2])).toBeCloseTo(0.18181818181818182, 14);
  });

  it("is 1 for equal partitions whatever their labels, trivial ones too", () => {
    expect(adjustedRandIndex([0, 1, 1, 2], [5, 0, 0, 1])).toBe(1);
    expect(adjustedRandIndex([0, 0, 0], [1, 1, 1])).toBe(1);
    expect(adjustedRandIndex([0, 1, 2], [2, 0, 1])).toBe(1);
    expect(adjustedRandIndex([0], [0])).toBe(1);
  });

  it("is symmetric and about 0 on average for unrelated partitions", () => {
    const random = createRandom(3);
    const draw = () => Array.from({ length: 60 }, () => Math.floor(4 * random.uniform()));
    const values = Array.from({ length: 200 }, () => {
      const [first, second] = [draw(), draw()];
      expect(adjustedRandIndex(first, second)).toBe(adjustedRandIndex(second, first));
      return adjustedRandIndex(first, second);
    });
    expect(Math.abs(values.reduce((sum, value) => sum + value / values.length, 0))).toBeLessThan(0.01);
  });
});
