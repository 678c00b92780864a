import { describe, expect, it } from "vitest";
import { type Heat, heatPixels, meanOfPatches, sumOverChannels } from "./heat.js";

const ramp: Heat = { width: 4, height: 3, values: Float32Array.from({ length: 12 }, (_, i) => i) };

describe("sumOverChannels", () => {
  it("adds what lies at the same place", () => {
    const heat = sumOverChannels({ shape: [2, 1, 3], data: new Float32Array([1, 2, 3, 10, -20, 30]) });
    expect(heat).toEqual({ width: 3, height: 1, values: new Float32Array([11, -18, 33]) });
  });
});

describe("meanOfPatches", () => {
  it("is the patch of one, and the mean of several", () => {
    const one = { heat: ramp, box: [1, 1, 2, 2] as const };
    expect([...meanOfPatches([one]).values]).toEqual([5, 6, 9, 10]);
    expect([...meanOfPatches([one, { heat: ramp, box: [0, 0, 2, 2] }]).values]).toEqual([2.5, 3.5, 6.5, 7.5]);
  });
  it("has nothing beyond the border", () => {
    expect([...meanOfPatches([{ heat: ramp, box: [-1, -1, 2, 2] }]).values]).toEqual([0, 0, 0, 0]);
    expect([...meanOfPatches([{ heat: ramp, box: [3, 2, 2, 2] }]).values]).toEqual([11, 0, 0, 0]);
  });
});

describe("heatPixels", () => {
  it("colours by sign, and is opaque where the value is largest", () => {
    const heat = { width: 3, height: 1, values: new Float32Array([-2, 0, 1]) };
    const pixels = heatPixels(heat, { positive: [1, 2, 3], negative: [4, 5, 6] });
    expect([...pixels]).toEqual([4, 5, 6, 255, 1, 2, 3, 0, 1, 2, 3, 255]);
  });
  it("has numbers for a map of zeros", () => {
    const heat = { width: 1, height: 1, values: new Float32Array([0]) };
    expect([...heatPixels(heat, { positive: [1, 2, 3], negative: [4, 5, 6] })]).toEqual([1, 2, 3, 0]);
  });
});
