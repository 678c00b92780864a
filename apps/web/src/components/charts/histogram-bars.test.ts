import { describe, expect, it } from "vitest";
import { countInBins } from "./histogram-bars.js";

describe("countInBins", () => {
  it("counts every value once, borders upwards", () => {
    expect(countInBins([0, 0.24, 0.25, 0.5, 0.99, 1], 4)).toEqual([2, 1, 1, 2]);
  });

  it("leaves out what is no probability", () => {
    expect(countInBins([Number.NaN, -0.1, 1.1, 0.5], 2)).toEqual([0, 1]);
  });
});
