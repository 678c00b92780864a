import { describe, expect, it } from "vitest";
import type { Shape } from "../../shape.js";
import { reshapeTarget } from "./movement.js";

describe("reshapeTarget", () => {
  const from = ["N", 6, 4] as const;

  it.each<[number[], Shape]>([
    [
      [0, -1],
      ["N", 24],
    ],
    [
      [-1, 24],
      ["N", 24],
    ],
    [
      [1, 24],
      ["N", 24],
    ],
    [
      [0, 0, 2, 2],
      ["N", 6, 2, 2],
    ],
    [
      [-1, 0, 4],
      ["N", 6, 4],
    ],
    [
      [1, -1, 8],
      ["N", 3, 8],
    ],
    [
      [0, 24, 1, 1],
      ["N", 24, 1, 1],
    ],
  ])("%j is %j", (target, shape) => {
    expect(reshapeTarget(from, target)).toEqual(shape);
  });

  it("takes the fixed batch of the file for any batch", () => {
    expect(reshapeTarget(from, [8, 24], { batch: 8 })).toEqual(["N", 24]);
    expect(reshapeTarget(from, [8, 24], { batch: 4 })).toBeUndefined();
  });

  it.each([[[24]], [[6, -1]], [[2, 12]], [[-1, 5]], [[-1]], [[0, 25]]])("%j mixes images or does not fit", (target) => {
    expect(reshapeTarget(from, target)).toBeUndefined();
  });

  it("takes zeros literally where the file says so", () => {
    expect(reshapeTarget(from, [1, 0, 4], { allowZero: true })).toBeUndefined();
  });

  it("needs a batch", () => {
    expect(reshapeTarget([6, 4], [1, 24])).toBeUndefined();
  });
});
