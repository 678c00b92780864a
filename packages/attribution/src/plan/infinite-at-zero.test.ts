import type { Value } from "@gipfel/network";
import { describe, expect, it } from "vitest";
import { SmallNetwork } from "../testing/small-network.js";
import { chooseLayers } from "./layers.js";

function layersOf(body: (small: SmallNetwork, x: Value) => Value): string[] {
  const small = new SmallNetwork();
  const network = small.finish(body(small, small.convolution(small.image, 4, { name: "affine" })));
  return chooseLayers(network, "all")
    .filter(({ role }) => role === "hidden")
    .map(({ name }) => name);
}

describe("the layers of a network", () => {
  it("leave out a deviation that the next step divides by", () => {
    const layers = layersOf((small, image) => {
      const x = small.relu(image, "relu");
      const { builder } = small;
      const axes = [1];
      const centred = builder.subtract(x, builder.reduce("mean", x, axes, true));
      const variance = builder.reduce("mean", builder.multiply(centred, centred), axes, true);
      const deviation = small.scalar({ name: "sqrt" }, builder.add(variance, builder.scalar(1e-5)), "deviation");
      return builder.divide(centred, deviation);
    });
    expect(layers).toContain("relu");
    expect(layers).not.toContain("deviation");
  });

  it("leave out what a logarithm takes, also past a mean: log-sum-exp is one function of more than one number", () => {
    const layers = layersOf((small, x) => {
      const power = small.scalar({ name: "exp" }, small.relu(x, "relu"), "power");
      const mean = small.builder.reduce("mean", power, [2, 3], true);
      return small.scalar({ name: "log" }, mean, "pooled");
    });
    expect(layers).toEqual(["relu", "pooled"]);
  });

  it("keep what a numerator needs, too, and what is moved off zero before the pole", () => {
    const layers = layersOf((small, x) => {
      const { builder } = small;
      const sigmoid = small.scalar("sigmoid", x, "sigmoid");
      const sum = builder.reduce("sum", sigmoid, [1], true);
      return builder.divide(sigmoid, builder.add(sum, builder.scalar(1)));
    });
    expect(layers).toContain("sigmoid");
  });
});
