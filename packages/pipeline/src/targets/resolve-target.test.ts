import { BATCH, NetworkBuilder, tensor } from "@gipfel/network";
import { describe, expect, it } from "vitest";
import { layerNamed, resolveTarget, type TargetSources } from "./resolve-target.js";

function smallNetwork() {
  const builder = new NetworkBuilder();
  const image = builder.input("image", [BATCH, 1, 4, 4]);
  const kernel = builder.constant(tensor([3, 1, 1, 1], [1, 2, 3]));
  const window = { strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1] } as const;
  const z = builder.apply({ type: "convolution", ...window, groups: 1 }, [image, kernel]);
  const hidden = builder.apply({ type: "scalar", function: { name: "relu" } }, [z], "block/relu:0");
  const weights = builder.constant(tensor([3, 2], [1, 2, 3, 4, 5, 6]));
  const product = { type: "matMul", transposeA: false, transposeB: false } as const;
  return builder.build([builder.apply(product, [builder.reduce("mean", hidden, [2, 3]), weights], "logits")]);
}

const sources: TargetSources = {
  network: smallNetwork(),
  classes: [
    { index: 0, names: ["polar bear", "n02134084"] },
    { index: 1, names: ["ship"] },
  ],
  nodes: [{ id: "block_relu_0/1", layer: "block/relu:0", neurons: [0, 2] }],
};

describe("a target", () => {
  it.each([
    ["polar bear", 0],
    ["Polar_Bear", 0],
    ["n02134084", 0],
    ["ship", 1],
    ["1", 1],
  ])("is the class %s", (text, index) => {
    const { kind, tensor: at, weights } = resolveTarget(text, sources);
    expect([kind, at, weights.indexOf(1), weights.reduce((a, b) => a + b)]).toEqual(["class", "logits", index, 1]);
  });

  it("is a neuron of a layer, whose name may hold colons", () => {
    const { kind, tensor: at, weights, position } = resolveTarget("block/relu:0:2", sources);
    expect([kind, at, [...weights], position]).toEqual(["neuron", "block/relu:0", [0, 0, 1], null]);
    expect(resolveTarget("block/relu:0:2@3,1", sources).position).toEqual([3, 1]);
  });

  it("is a concept: all its neurons", () => {
    const { kind, tensor: at, weights } = resolveTarget("block_relu_0/1", sources);
    expect([kind, at, [...weights]]).toEqual(["concept", "block/relu:0", [1, 0, 1]]);
  });

  it.each([
    ["2", "TARGET_UNKNOWN", /index 0 to 1/],
    ["boat", "TARGET_UNKNOWN", /there is no target boat/],
    ["block/relu:0:3", "TARGET_UNKNOWN", /it has 3 \(0 to 2\)/],
    ["block/relu:0:1@4,0", "TARGET_UNKNOWN", /4 rows and 4 columns/],
    ["conv9:1", "LAYER_UNKNOWN", /there is no layer conv9/],
    ["block_relu_0/7", "TARGET_UNKNOWN", /a node of the graph/],
  ])("%s is refused as %s", (text, code, message) => {
    expect(() => resolveTarget(text, sources)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  });

  it("that two classes are called by is refused with their indices", () => {
    const twice = { ...sources, classes: [0, 1].map((index) => ({ index, names: ["crane"] })) };
    expect(() => resolveTarget("crane", twice)).toThrow(/outputs 0 and 1/);
  });
});

describe("a layer", () => {
  it.each(["image", "block/relu:0", "logits"])("is found by its name %s", (name) => {
    expect(layerNamed(sources.network, name).tensor).toBe(name);
  });
});
