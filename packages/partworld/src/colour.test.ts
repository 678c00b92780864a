import { describe, expect, it } from "vitest";
import { colourDistance, lighter, mixRgb, toRgb } from "./colour.js";

describe("toRgb", () => {
  // OKLCH of the sRGB primaries as listed in CSS Color Module Level 4.
  it.each([
    ["white", { lightness: 1, chroma: 0, hue: 0 }, [255, 255, 255]],
    ["black", { lightness: 0, chroma: 0, hue: 0 }, [0, 0, 0]],
    ["red", { lightness: 0.62796, chroma: 0.25768, hue: 29.234 }, [255, 0, 0]],
    ["lime", { lightness: 0.86644, chroma: 0.29483, hue: 142.495 }, [0, 255, 0]],
    ["blue", { lightness: 0.45201, chroma: 0.31321, hue: 264.052 }, [0, 0, 255]],
  ])("%s", (_name, colour, expected) => {
    const rgb = toRgb(colour);
    // Near zero the transfer curve is steep: a rounding of 1e-5 in OKLCH moves a dark channel by about one step.
    for (const [channel, value] of rgb.entries()) expect(Math.abs(value - expected[channel])).toBeLessThan(1.5);
  });

  it("stays within the gamut for impossible colours", () => {
    for (let hue = 0; hue < 360; hue += 15) {
      for (const value of toRgb({ lightness: 0.9, chroma: 0.4, hue })) {
        expect(value).toBeGreaterThanOrEqual(0);
        expect(value).toBeLessThanOrEqual(255);
      }
    }
  });
});

describe("colours", () => {
  it("mixes linearly between its ends", () => {
    expect(mixRgb([0, 10, 20], [100, 20, 0], 0)).toEqual([0, 10, 20]);
    expect(mixRgb([0, 10, 20], [100, 20, 0], 0.5)).toEqual([50, 15, 10]);
  });

  it("measures a change of lightness as its size, and opposite hues as the sum of chromas", () => {
    const colour = { lightness: 0.5, chroma: 0.1, hue: 40 };
    expect(colourDistance(colour, lighter(colour, 0.2))).toBeCloseTo(0.2, 12);
    expect(colourDistance(colour, { ...colour, hue: 220 })).toBeCloseTo(0.2, 12);
  });
});
