import { describe, expect, it } from "vitest";
import { studentTQuantile } from "./student-t.js";

describe("studentTQuantile", () => {
  // References: scipy 1.17.1, stats.t.ppf(0.975, degrees).
  it.each([
    [3, 3.1824463052837078],
    [4, 2.7764451051977934],
    [9, 2.262157162798205],
    [10, 2.228138851986274],
    [19, 2.0930240544083087],
    [20, 2.085963447265864],
    [49, 2.0095752371292392],
    [120, 1.9799304050824402],
    [1000, 1.9623390808264083],
  ])("is scipy's with %i degrees of freedom", (degrees, reference) => {
    expect(Math.abs(studentTQuantile(degrees) / reference - 1)).toBeLessThan(1e-13);
  });

  it("has the closed forms of one and two degrees of freedom", () => {
    for (const coverage of [0.1, 0.5, 0.95, 0.99]) {
      expect(studentTQuantile(1, coverage) / Math.tan((Math.PI * coverage) / 2)).toBeCloseTo(1, 13);
      expect(studentTQuantile(2, coverage) / (coverage * Math.sqrt(2 / (1 - coverage ** 2)))).toBeCloseTo(1, 13);
    }
  });

  it("covers 99 % too", () => {
    expect(studentTQuantile(7, 0.99)).toBeCloseTo(3.4994832973504924, 12);
  });
});
