import { describe, expect, it } from "vitest";
import { colourMap } from "./colour-map.js";
import { overlay, paleGrey } from "./overlay.js";
import type { Picture, ValueMap } from "./picture.js";

const grey = (width: number, height: number, level: number): Picture => ({
  width,
  height,
  data: new Uint8Array(width * height * 3).fill(level),
});
const constant = (width: number, height: number, value: number): ValueMap => ({
  width,
  height,
  data: new Float32Array(width * height).fill(value),
});

describe("overlay", () => {
  it("shows the picture in grey, light stays light, where the map is zero", () => {
    const picture = { width: 3, height: 1, data: Uint8Array.of(0, 0, 0, 255, 0, 0, 255, 255, 255) };
    const { data } = overlay(picture, constant(3, 1, 0), { kind: "diverging", limit: 1 });
    const levels = [0, 3, 6].map((at) => data[at]);
    expect([...data]).toEqual(levels.flatMap((level) => [level, level, level]));
    expect(levels[0]).toBeLessThan(levels[1]);
    expect(levels[1]).toBeLessThan(levels[2]);
  });

  it("colours a constant map uniformly, and depends on the value over the limit alone", () => {
    const [red, green, blue, alpha] = colourMap("sequential")(0.5);
    const pale = paleGrey(100);
    const expected = [red, green, blue].map((level) => Math.round(pale + alpha * (level - pale)));
    for (const scale of [1, 1e-30, 1e30]) {
      const { data } = overlay(grey(4, 3, 100), constant(4, 3, scale), {
        kind: "sequential",
        limit: 2 * Math.fround(scale),
      });
      for (let at = 0; at < data.length; at += 3) expect([...data.slice(at, at + 3)]).toEqual(expected);
    }
  });

  it("shows all values beyond the limit as the limit", () => {
    const scale = { kind: "diverging" as const, limit: 2 };
    const at = (value: number) => overlay(grey(1, 1, 90), constant(1, 1, value), scale).data;
    expect(at(50)).toEqual(at(2));
    expect(at(-50)).toEqual(at(-2));
    expect(at(1.5)).not.toEqual(at(2));
  });
});
