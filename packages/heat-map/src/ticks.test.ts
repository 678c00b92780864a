import { describe, expect, it } from "vitest";
import type { MapKind } from "./colour-scale.js";
import { ticksOf } from "./ticks.js";

const kinds: MapKind[] = ["diverging", "sequential"];
const limits = [
  1.4e-45, 1e-38, 3.7e-7, 1e-3, 0.0373, 0.1, 0.3, 0.7, 0.999999, 1, 2, 4, 7.3, 1000, 9999, 1e4, 62e3, 3.4e38,
];

/** The number that a label stands for. */
function numberOf(label: string, factor: string): number {
  const exponent = [...factor.replace("×10", "")].map((c) => (c === "⁻" ? "-" : "⁰¹²³⁴⁵⁶⁷⁸⁹".indexOf(c))).join("");
  return Number(`${label.replace("−", "-")}e${exponent || 0}`);
}

describe.each(kinds)("ticksOf a %s scale", (kind) => {
  it("marks five to eleven places within the scale, zero among them", () => {
    for (const limit of limits) {
      const { values, labels } = ticksOf({ kind, limit });
      expect(values.length).toBeGreaterThanOrEqual(5);
      expect(values.length).toBeLessThanOrEqual(11);
      expect(Math.min(...values)).toBeGreaterThanOrEqual(kind === "diverging" ? -limit : 0);
      expect(Math.max(...values)).toBeLessThanOrEqual(limit);
      expect(values).toContain(0);
      expect(new Set(labels).size).toBe(values.length);
    }
  });

  it("steps by 1, 2 or 5 times a power of ten", () => {
    for (const limit of limits) {
      const { values } = ticksOf({ kind, limit });
      const step = values[1] - values[0];
      expect([1, 2, 5]).toContain(Number(step.toExponential(6).split("e")[0]));
      for (const [i, value] of values.entries()) {
        expect(Math.abs(value - values[0] - i * step) / limit).toBeLessThan(1e-6);
      }
    }
  });

  it("writes exactly the values it marks, in short labels with equally many decimals", () => {
    for (const limit of limits) {
      const { values, labels, factor } = ticksOf({ kind, limit });
      for (const [i, label] of labels.entries()) {
        expect(Math.abs(numberOf(label, factor) - values[i]) / limit).toBeLessThan(1e-6);
        expect(label.length).toBeLessThanOrEqual(6);
      }
      expect(new Set(labels.map((label) => label.split(".")[1]?.length)).size).toBe(1);
    }
  });
});

describe("ticksOf", () => {
  it("is symmetric where values have both signs", () => {
    const { values, labels } = ticksOf({ kind: "diverging", limit: 0.0373 });
    expect(labels).toEqual(["−0.03", "−0.02", "−0.01", "0.00", "0.01", "0.02", "0.03"]);
    for (const [i, value] of values.toReversed().entries()) expect(value + values[i]).toBe(0);
  });

  it("writes what is tiny or huge with a factor", () => {
    expect(ticksOf({ kind: "sequential", limit: 4.1e-6 })).toMatchObject({
      labels: ["0", "1", "2", "3", "4"],
      factor: "×10⁻⁶",
    });
    expect(ticksOf({ kind: "sequential", limit: 1 }).factor).toBe("");
    expect(ticksOf({ kind: "sequential", limit: 45000 })).toMatchObject({
      labels: ["0", "10", "20", "30", "40"],
      factor: "×10³",
    });
  });
});
