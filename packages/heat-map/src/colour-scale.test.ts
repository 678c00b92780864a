import { describe, expect, it } from "vitest";
import { type MapKind, scaleOf } from "./colour-scale.js";
import type { ValueMap } from "./picture.js";

const row = (...values: number[]): ValueMap => ({ width: values.length, height: 1, data: Float32Array.from(values) });
const ramp = row(...Array.from({ length: 201 }, (_, i) => i));

describe("scaleOf", () => {
  it("ends at the percentile of |value|, interpolated between ranks", () => {
    expect(scaleOf(ramp, "sequential", { percentile: 50 })).toMatchObject({ limit: 100, from: "percentile" });
    expect(scaleOf(ramp, "sequential")).toMatchObject({ limit: 199, percentile: 99.5, range: [0, 200] });
    // numpy.percentile([1, 2, 4], 75) = 3
    expect(scaleOf(row(-4, 1, -2), "diverging", { percentile: 75 })).toMatchObject({ limit: 3, range: [-4, 1] });
  });

  it("is the same for a map and its negative", () => {
    const negative = { ...ramp, data: ramp.data.map((value) => -value) };
    expect(scaleOf(negative, "diverging").limit).toBe(scaleOf(ramp, "diverging").limit);
  });

  it("takes the limit that is given", () => {
    expect(scaleOf(ramp, "diverging", { limit: 7 })).toMatchObject({ limit: 7, from: "given" });
  });

  it.each<MapKind>(["diverging", "sequential"])("has a limit for a %s map of zeros", (kind) => {
    expect(scaleOf(row(0, 0, 0), kind)).toMatchObject({ limit: 1, from: "zero", range: [0, 0] });
  });

  it("falls back to the maximum where nearly all values are zero", () => {
    const sparse = row(...new Array(999).fill(0), 5);
    expect(scaleOf(sparse, "diverging")).toMatchObject({ limit: 5, from: "maximum" });
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])("refuses %d and says where", (wrong) => {
    const map = { width: 2, height: 2, data: Float32Array.of(0, 1, wrong, 2) };
    for (const limit of [undefined, 1]) {
      expect(() => scaleOf(map, "diverging", { limit })).toThrow(RangeError);
      expect(() => scaleOf(map, "diverging", { limit })).toThrow(/column 0 of row 1/);
    }
  });

  it("refuses negative values in a sequential map only", () => {
    expect(() => scaleOf(row(1, -1), "sequential")).toThrow(RangeError);
    expect(() => scaleOf(row(1, -1), "diverging")).not.toThrow();
  });

  it.each([
    { width: 2, height: 2 },
    { width: 3, height: 0 },
    { width: 1.5, height: 2 },
  ])("refuses three values in a map of %o", (size) => {
    expect(() => scaleOf({ ...size, data: new Float32Array(3) }, "diverging")).toThrow(RangeError);
  });

  it.each([
    { percentile: 0 },
    { percentile: 101 },
    { percentile: Number.NaN },
    { limit: 0 },
    { limit: -1 },
    { limit: Number.POSITIVE_INFINITY },
  ])("refuses %o as an invalid option", (options) => {
    expect(() => scaleOf(ramp, "sequential", options)).toThrow(expect.objectContaining({ code: "OPTION_INVALID" }));
  });
});
