import { describe, expect, it } from "vitest";
import { LayerWeights } from "./layer-weights.js";

/** Weights that are their place in the list. */
function stored(...names: string[]): LayerWeights {
  return new LayerWeights(new Map(names.map((name, i) => [name, { shape: [1], data: Float32Array.of(i) }])));
}

describe("LayerWeights", () => {
  it.each([
    ["conv/kernel"],
    ["conv/kernel:0"],
    ["model/conv/kernel"],
    ["conv/cell/kernel"],
    ["layers/conv/vars/0"],
    ["_layer_checkpoint_dependencies/conv/vars/0"],
  ])("finds %s", (name) => {
    expect(stored("other/kernel", name).find([], "conv", ["kernel"], 0).data).toEqual(Float32Array.of(1));
  });

  it("tells layers of the same name in different models apart", () => {
    const weights = stored("a/conv/kernel", "b/conv/kernel", "conv/kernel");
    expect(weights.find(["a"], "conv", ["kernel"], 0).data).toEqual(Float32Array.of(0));
    expect(weights.find(["outer", "b"], "conv", ["kernel"], 0).data).toEqual(Float32Array.of(1));
    expect(weights.find([], "conv", ["kernel"], 0).data).toEqual(Float32Array.of(2));
  });

  it("takes a weight by any of its names", () => {
    expect(stored("d/kernel").find([], "d", ["depthwise_kernel", "kernel"], 0).shape).toEqual([1]);
  });

  it("refuses what is missing or not clear", () => {
    expect(() => stored("conv/bias").find([], "conv", ["kernel"], 0)).toThrow("hold no conv/kernel");
    expect(() => stored("a/conv/kernel", "b/conv/kernel").find([], "conv", ["kernel"], 0)).toThrow(
      "more than one conv/kernel",
    );
  });
});
