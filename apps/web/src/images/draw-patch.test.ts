import { describe, expect, it } from "vitest";
import { coverCrop, insideImage } from "./draw-patch.js";

describe("insideImage", () => {
  const image = { width: 32, height: 24 };
  it("cuts off what lies beyond the border", () => {
    expect(insideImage([-5, -5, 20, 20], image)).toEqual([0, 0, 15, 15]);
    expect(insideImage([20, 10, 40, 40], image)).toEqual([20, 10, 12, 14]);
    expect(insideImage([3, 4, 5, 6], image)).toEqual([3, 4, 5, 6]);
  });
  it("leaves a pixel of a box that is empty or outside", () => {
    expect(insideImage([5, 5, 0, 0], image)).toEqual([5, 5, 1, 1]);
    expect(insideImage([40, 40, 5, 5], image)).toEqual([31, 23, 1, 1]);
  });
});

describe("coverCrop", () => {
  it("has the aspect ratio, the same middle, and touches the box", () => {
    for (const aspect of [0.5, 1, 2]) {
      const [x, y, width, height] = coverCrop([10, 20, 30, 40], aspect);
      expect(width / height).toBeCloseTo(aspect, 12);
      expect([x + width / 2, y + height / 2]).toEqual([25, 40]);
      expect(width === 30 || height === 40).toBe(true);
      expect(width <= 30 && height <= 40).toBe(true);
    }
  });
});
