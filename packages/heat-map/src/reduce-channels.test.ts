import { describe, expect, it } from "vitest";
import { reduceChannels } from "./reduce-channels.js";

/** Three channels of 2×2: position 0 holds 1, −2, 4. */
const values = Float32Array.of(1, 0, -3, 0.5, -2, 0, -1, 0.5, 4, 0, 2, -1);

describe("reduceChannels", () => {
  it("sums, keeping the total", () => {
    const { width, height, data } = reduceChannels(values, [3, 2, 2], "sum");
    expect([width, height]).toEqual([2, 2]);
    expect([...data]).toEqual([3, 0, -2, 0]);
    const total = (numbers: Float32Array) => numbers.reduce((sum, value) => sum + value, 0);
    expect(total(data)).toBe(total(values));
  });

  it("sums and compares magnitudes", () => {
    expect([...reduceChannels(values, [3, 2, 2], "absolute-sum").data]).toEqual([7, 0, 6, 2]);
    expect([...reduceChannels(values, [3, 2, 2], "absolute-maximum").data]).toEqual([4, 0, 3, 1]);
  });

  it("keeps a single channel, and rows as rows", () => {
    const map = reduceChannels(Float32Array.of(1, 2, 3, 4, 5, 6), [1, 2, 3], "sum");
    expect(map).toEqual({ width: 3, height: 2, data: Float32Array.of(1, 2, 3, 4, 5, 6) });
  });

  it("refuses another number of values", () => {
    expect(() => reduceChannels(values, [3, 2, 3], "sum")).toThrow(RangeError);
  });
});
