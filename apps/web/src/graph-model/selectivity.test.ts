import type { LayerActivations } from "@gipfel/contracts";
import { describe, expect, it } from "vitest";
import { activityByClass, selectivityIndex } from "./selectivity.js";

const statistics = (id: string, mean: number[]) => ({
  ...{ id, images: 4, nodes: ["conv/0", "conv/1"], mean, deviation: mean.map((value) => value / 2) },
  quantiles: [[], []],
});
const activations: LayerActivations = {
  ...{ format: "gipfel-activations", version: 1, layer: "conv", levels: [0, 1] },
  classes: [statistics("cat", [1, 3]), statistics("owl", [2, 0]), statistics("fox", [0, 0])],
  dataset: { ...statistics("all", [1, 1]), examples: [[], []] },
};
const withMeans = (...means: number[]) => means.map((mean, i) => ({ id: String(i), mean, deviation: 0 }));

describe("activityByClass", () => {
  it("orders the classes by the mean of the node", () => {
    const activity = activityByClass(activations, "conv/0");
    expect(activity?.map(({ id }) => id)).toEqual(["owl", "cat", "fox"]);
    expect(activity?.[0]).toEqual({ id: "owl", mean: 2, deviation: 1 });
  });

  it("knows none of a node that the data set has not, and where each class has its own", () => {
    expect(activityByClass(activations, "conv/2")).toBeNull();
    expect(activityByClass({ ...activations, dataset: null }, "conv/0")).toBeNull();
  });
});

describe("selectivityIndex", () => {
  it("is 0 for equal classes, 1 for one class alone, and does not depend on the unit", () => {
    expect(selectivityIndex(withMeans(3, 3, 3))).toBe(0);
    expect(selectivityIndex(withMeans(3, 0, 0))).toBe(1);
    expect(selectivityIndex(withMeans(3, 2, 0))).toBeCloseTo(0.5, 15);
    expect(selectivityIndex(withMeans(300, 200, 0))).toBeCloseTo(0.5, 15);
  });

  it("is not known where it is not defined", () => {
    for (const means of [[3], [0, 0], [1, -1], []]) expect(selectivityIndex(withMeans(...means))).toBeNull();
  });
});
