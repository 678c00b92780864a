import { describe, expect, it } from "vitest";
import { formatNumber, powerOfTen } from "./format-number.js";

describe("formatNumber", () => {
  it.each([
    [0, "0"],
    [0.037312, "0.0373"],
    [-12.5, "−12.5"],
    [0.001, "0.001"],
    [0.00099999, "0.001"],
    [44712, "44700"],
    [99999, "1×10⁵"],
    [3.7312e-6, "3.73×10⁻⁶"],
    [-1.2e12, "−1.2×10¹²"],
  ])("writes %d as %s", (value, text) => {
    expect(formatNumber(value)).toBe(text);
  });
});

describe("powerOfTen", () => {
  it("leaves out the exponent 0", () => {
    expect([powerOfTen(0), powerOfTen(3), powerOfTen(-45)]).toEqual(["", "×10³", "×10⁻⁴⁵"]);
  });
});
