import { describe, expect, it } from "vitest";
import { Random } from "../testing/random.js";
import { distributionOf, levelOf, quantileLevels } from "./distribution.js";

const drawn = (seed: number, count = 200) => new Random(seed).values(count, 2);

describe("a distribution", () => {
  it("has the moments and quantiles that numpy gives", () => {
    const { mean, deviation, quantiles } = distributionOf(Float32Array.of(4, 1, 2, 10, 3));
    expect(mean).toBeCloseTo(4, 12);
    expect(deviation).toBeCloseTo(3.1622776601683795, 12);
    expect(quantiles).toEqual([1, 1.2, 2, 3, 4, expect.closeTo(8.8, 12), 10]);
  });

  it("does not depend on the order of the values, to the last bit", () => {
    expect(distributionOf(drawn(1).reverse())).toEqual(distributionOf(drawn(1)));
  });

  it("of one value is that value", () => {
    expect(distributionOf(Float32Array.of(3))).toEqual({
      mean: 3,
      deviation: 0,
      quantiles: quantileLevels.map(() => 3),
    });
  });
});

describe("the level of a value", () => {
  it("is that of the quantile it equals, and never falls as values rise", () => {
    const { quantiles } = distributionOf(drawn(2));
    quantileLevels.forEach((level, i) => {
      expect(levelOf(quantiles[i]!, quantileLevels, quantiles)).toBe(level);
    });
    const levels = drawn(3)
      .sort()
      .map((value) => levelOf(value, quantileLevels, quantiles));
    expect(levels).toEqual(levels.toSorted());
  });

  it("is within a fifth of the part of the values below it, the widest step between levels", () => {
    const values = drawn(4);
    const { quantiles } = distributionOf(values);
    for (const value of values) {
      const below = values.filter((other) => other < value).length / values.length;
      expect(Math.abs(levelOf(value, quantileLevels, quantiles) - below)).toBeLessThan(0.2);
    }
  });

  it("of a value that many have is the middle of theirs; beyond all it is 0 or 1", () => {
    const { quantiles } = distributionOf(Float32Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 2));
    expect(levelOf(0, quantileLevels, quantiles)).toBe(0.375);
    expect(levelOf(-1, quantileLevels, quantiles)).toBe(0);
    expect(levelOf(3, quantileLevels, quantiles)).toBe(1);
  });
});
