import { describe, expect, it } from "vitest";
import { createRandom, nextXoshiro } from "./random.js";

describe("createRandom", () => {
  it("follows the reference xoshiro128** from state 1, 2, 3, 4", () => {
    const state = Uint32Array.from([1, 2, 3, 4]);
    const outputs = Array.from({ length: 6 }, () => nextXoshiro(state));
    expect(outputs).toEqual([11520, 0, 5927040, 70819200, 2031721883, 1637235492]);
  });

  it("gives the same stream for the same seed and another for another", () => {
    const stream = (seed: number) => {
      const random = createRandom(seed);
      return Array.from({ length: 8 }, () => random.integer());
    };
    expect(stream(5)).toEqual(stream(5));
    expect(stream(5)).not.toEqual(stream(6));
    expect(stream(5)).not.toEqual(stream(5 + 2 ** 32));
    expect(stream(-1)).not.toEqual(stream(1));
  });

  it("draws uniform and normal numbers with the right moments", () => {
    const random = createRandom(1);
    const uniform = Array.from({ length: 20_000 }, () => random.uniform());
    const normal = Array.from({ length: 20_000 }, () => random.normal());
    const moment = (values: number[], power: number) =>
      values.reduce((sum, value) => sum + value ** power, 0) / values.length;
    expect(Math.min(...uniform)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...uniform)).toBeLessThan(1);
    // Four standard errors of each mean.
    expect(Math.abs(moment(uniform, 1) - 1 / 2)).toBeLessThan(0.0082);
    expect(Math.abs(moment(normal, 1))).toBeLessThan(0.0283);
    expect(Math.abs(moment(normal, 2) - 1)).toBeLessThan(0.04);
    expect(Math.abs(moment(normal, 4) - 3)).toBeLessThan(0.28);
  });
});
