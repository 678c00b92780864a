import { describe, expect, it } from "vitest";
import { plainLayerName, shortLayerNames } from "./layer-names.js";

const hidden = (name: string) => ({ id: name, name, role: "hidden" as const });
const output = { id: "out", name: "logits/relu", role: "output" as const };

describe("plainLayerName", () => {
  it("drops what exporters put around a name, but never all of it", () => {
    expect(plainLayerName("/features/0/Relu_output_0")).toBe("features/0/Relu");
    expect(plainLayerName("conv1/relu:0")).toBe("conv1/relu");
    expect(plainLayerName("_output_0")).toBe("_output_0");
  });
});

describe("shortLayerNames", () => {
  it("drops a last part that all hidden layers have", () => {
    const names = shortLayerNames([hidden("fire2/squeeze/relu"), hidden("conv1/relu"), output]);
    expect([...names.values()]).toEqual(["fire2/squeeze", "conv1", "logits/relu"]);
  });
  it("keeps the last part where one layer has nothing else, or another one", () => {
    expect(shortLayerNames([hidden("relu"), hidden("a/relu")]).get("a/relu")).toBe("a/relu");
    expect(shortLayerNames([hidden("b/Relu_1"), hidden("b/Relu")]).get("b/Relu")).toBe("b/Relu");
  });
  it("drops a parent that the next part repeats", () => {
    const name = "/layer1/layer1.0/Relu_1_output_0";
    expect(shortLayerNames([hidden(name), hidden("/Relu_output_0")]).get(name)).toBe("layer1.0/Relu_1");
  });
  it("gives different layers different names", () => {
    const all = ["a/b/relu", "a/a.0/relu", "a/c/relu", "a.0/b/relu"].map(hidden);
    expect(new Set(shortLayerNames(all).values()).size).toBe(all.length);
  });
});
