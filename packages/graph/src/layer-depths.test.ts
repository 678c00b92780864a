import { describe, expect, it } from "vitest";
import { layerDepths } from "./layer-depths.js";

describe("layerDepths", () => {
  it("takes the longest path, whatever the order of the segments", () => {
    const segments = [
      { target: "logits", sources: ["c", "a"] },
      { target: "c", sources: ["b", "input"] },
      { target: "a", sources: ["input"] },
      { target: "b", sources: ["a"] },
    ];
    const depths = layerDepths(["logits", "a", "b", "c", "input", "other"], segments);
    expect(Object.fromEntries(depths)).toEqual({ input: 0, other: 0, a: 1, b: 2, c: 3, logits: 4 });
  });

  it("refuses unknown layers and cycles", () => {
    expect(() => layerDepths(["a"], [{ target: "a", sources: ["x"] }])).toThrow("names x, which is not a layer");
    const cycle = [
      { target: "a", sources: ["b"] },
      { target: "b", sources: ["a"] },
    ];
    expect(() => layerDepths(["a", "b"], cycle)).toThrow("cycle through a");
  });
});
