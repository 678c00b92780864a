import { describe, expect, it } from "vitest";
import { colourCorrelation } from "./colour-decorrelation.js";

const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
const [red, green, blue] = colourCorrelation as [readonly number[], readonly number[], readonly number[]];
const correlation = (a: readonly number[], b: readonly number[]) => dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));

describe("colourCorrelation", () => {
  it("makes colours as correlated as in photographs, neighbours in the spectrum more than red and blue", () => {
    expect(correlation(red, green)).toBeGreaterThan(0.9);
    expect(correlation(green, blue)).toBeGreaterThan(0.9);
    expect(correlation(red, blue)).toBeGreaterThan(0.75);
    expect(correlation(red, blue)).toBeLessThan(0.85);
  });

  it("puts most of the variance into one channel, brightness, whose column has length 1", () => {
    const columns = red.map((_, j) => colourCorrelation.map((row) => row[j]!));
    const lengths = columns.map((column) => Math.hypot(...column));
    expect(lengths[0]).toBeCloseTo(1, 12);
    expect(Math.max(...lengths.slice(1))).toBeLessThan(0.5);
    expect(columns[0]!.every((value) => value > 0)).toBe(true);
  });
});
