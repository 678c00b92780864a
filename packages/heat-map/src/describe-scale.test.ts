import { describe, expect, it } from "vitest";
import { scaleOf } from "./colour-scale.js";
import { describeScale } from "./describe-scale.js";

const map = (...values: number[]) => ({ width: values.length, height: 1, data: Float32Array.from(values) });

describe("describeScale", () => {
  it("says where the colours end and what decided it", () => {
    const signed = map(-0.25, 0.5);
    expect(describeScale(scaleOf(signed, "diverging", { percentile: 50 }))).toBe(
      "Colours end at ±0.375, percentile 50 of magnitudes. Values range from −0.25 to 0.5.",
    );
    expect(describeScale(scaleOf(signed, "diverging", { percentile: 100 }))).toContain("±0.5, the largest magnitude");
    expect(describeScale(scaleOf(signed, "diverging", { limit: 2 }))).toContain("±2, as given");
    expect(describeScale(scaleOf(map(1, 1), "sequential"))).toContain("at 1, percentile 99.5 of the values");
  });

  it("says so where the percentile or every value is zero", () => {
    expect(describeScale(scaleOf(map(0, 0, 0, 8), "sequential", { percentile: 50 }))).toContain(
      "at 8, the largest value, since percentile 50 is zero",
    );
    expect(describeScale(scaleOf(map(0, 0), "diverging"))).toBe("All values are zero.");
  });
});
