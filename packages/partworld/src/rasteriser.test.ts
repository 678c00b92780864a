import { describe, expect, it } from "vitest";
import { toRgb } from "./colour.js";
import { ellipse, rectangle } from "./outlines.js";
import { flat, shaded } from "./patch.js";
import { rasterise } from "./rasteriser.js";

const size = 32;
const grey = new Float64Array(size * size * 3).fill(100);
const red = { lightness: 0.6, chroma: 0.2, hue: 30 };
const blue = { lightness: 0.5, chroma: 0.2, hue: 260 };

const coverage = (mask: Uint8Array = new Uint8Array()) => mask.reduce((sum, value) => sum + value, 0) / 255;

describe("rasterise", () => {
  it("leaves the background where nothing is painted", () => {
    const { pixels, masks } = rasterise([], grey, size);
    expect(pixels.every((value) => value === 100)).toBe(true);
    expect(masks.size).toBe(0);
  });

  it("fills whole pixels with the colour and shares of pixels by their covered area", () => {
    const { pixels, masks } = rasterise([flat(rectangle(4, 6, 2.5, 1), red, "eye")], grey, size);
    const row = 6 * size;
    const expected = toRgb(red);
    expect([...(masks.get("eye") ?? [])].slice(row + 3, row + 8)).toEqual([0, 255, 255, 128, 0]);
    expect([...pixels.subarray(3 * (row + 4), 3 * (row + 5))]).toEqual(expected.map(Math.round));
    const half = expected.map((value) => Math.round((value + 100) / 2));
    expect([...pixels.subarray(3 * (row + 6), 3 * (row + 7))]).toEqual(half);
  });

  it("covers a disc's area to 1 %, wherever it lies between pixels", () => {
    for (const shift of [0, 0.13, 0.5, 0.77]) {
      const { masks } = rasterise([flat(ellipse(16 + shift, 15.4, 9), red, "wheel")], grey, size);
      expect(Math.abs(coverage(masks.get("wheel")) / (Math.PI * 81) - 1)).toBeLessThan(0.015);
    }
  });

  it("counts only what can be seen: a mask loses exactly what is painted over it", () => {
    const below = flat(rectangle(5, 5, 10, 10), red, "door");
    const above = flat(rectangle(10, 5, 10, 10), blue, "window");
    const { masks } = rasterise([below, above], grey, size);
    expect(coverage(masks.get("door"))).toBe(50);
    expect(coverage(masks.get("window"))).toBe(100);
    expect(rasterise([below, flat(rectangle(0, 0, size, size), blue)], grey, size).masks.size).toBe(0);
  });

  it("cuts off what reaches over the border", () => {
    const { masks } = rasterise([flat(rectangle(-50, 30, 200, 50), red, "roof")], grey, size);
    expect(coverage(masks.get("roof"))).toBe(2 * size);
  });

  it("fills overlapping turns of one outline by the nonzero rule", () => {
    const twice = [...rectangle(4, 4, 8, 8), ...rectangle(4, 4, 8, 8)];
    expect(coverage(rasterise([flat(twice, red, "leaf")], grey, size).masks.get("leaf"))).toBe(64);
  });

  it("shades from light above to dark below", () => {
    const { pixels } = rasterise([shaded(rectangle(0, 0, size, size), red)], grey, size);
    const column = Array.from({ length: size }, (_, row) => pixels[3 * row * size]);
    for (let row = 1; row < size; row++) expect(column[row]).toBeLessThanOrEqual(column[row - 1]);
    expect(column[0]).toBeGreaterThan(column[size - 1] + 20);
  });
});
