import { describe, expect, it } from "vitest";
import { colourMap, type Rgba } from "./colour-map.js";

const strengths = Array.from({ length: 101 }, (_, i) => i / 100);
const diverging = colourMap("diverging");
const sequential = colourMap("sequential");

const toLinear = (level: number) => (level <= 10 ? level / 255 / 12.92 : ((level / 255 + 0.055) / 1.055) ** 2.4);
/** Relative luminance of sRGB (IEC 61966-2-1). */
const luminance = ([r, g, b]: readonly number[]) => 0.2126 * toLinear(r) + 0.7152 * toLinear(g) + 0.0722 * toLinear(b);

/** Linear RGB as seen without one kind of cone: Machado, Oliveira, Fernandes 2009, severity 1. */
const visions = {
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

function seenAs(colour: Rgba, matrix: number[][]): number[] {
  const linear = colour.slice(0, 3).map(toLinear);
  return matrix.map((row) => {
    const value = Math.max(
      0,
      Math.min(
        1,
        row.reduce((sum, weight, i) => sum + weight * linear[i], 0),
      ),
    );
    return 255 * (value <= 0.0031308 ? 12.92 * value : 1.055 * value ** (1 / 2.4) - 0.055);
  });
}

describe("colourMap", () => {
  it("is as opaque for a value as for its negative", () => {
    for (const t of strengths) expect(diverging(t)[3]).toBe(diverging(-t)[3]);
  });

  it.each([
    ["diverging", diverging],
    ["sequential", sequential],
  ])("grows more opaque with the value, from nothing, but never hides the picture: %s", (_, map) => {
    expect(map(0)[3]).toBe(0);
    for (const t of strengths.slice(1)) expect(map(t)[3]).toBeGreaterThan(map(t - 0.01)[3]);
    expect(map(1)[3]).toBeLessThan(1);
  });

  it("grows darker with the value", () => {
    for (const t of strengths.slice(1)) expect(luminance(sequential(t))).toBeLessThan(luminance(sequential(t - 0.01)));
    for (const t of strengths.slice(6)) {
      expect(luminance(diverging(t))).toBeLessThan(luminance(diverging(t - 0.01)));
      expect(luminance(diverging(-t))).toBeLessThan(luminance(diverging(0.01 - t)));
    }
  });

  it("is blue below zero and orange above", () => {
    for (const t of [0.2, 0.5, 1]) {
      const [red, , blue] = diverging(t);
      expect(red - blue).toBeGreaterThan(20);
      const [otherRed, , otherBlue] = diverging(-t);
      expect(otherBlue - otherRed).toBeGreaterThan(20);
    }
  });

  it.each(Object.entries(visions))("tells the signs apart with %s", (_, matrix) => {
    for (const t of [0.5, 1]) {
      const [above, below] = [seenAs(diverging(t), matrix), seenAs(diverging(-t), matrix)];
      expect(Math.max(...above.map((level, i) => Math.abs(level - below[i])))).toBeGreaterThan(60);
    }
  });

  it("keeps the colour of the end beyond it", () => {
    expect(diverging(3)).toEqual(diverging(1));
    expect(diverging(-3)).toEqual(diverging(-1));
    expect(sequential(3)).toEqual(sequential(1));
  });
});
