import { describe, expect, it } from "vitest";
import { NetworkBuilder, type Value } from "./builder.js";
import { mergeAffine } from "./merge-affine.js";
import { nodeNamed } from "./network.js";
import { tensor } from "./tensor.js";

const plain = { strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1], groups: 1 } as const;

/** A 1×1 convolution of two channels with weights 1 to 4, and what `after` makes of it. */
function merged(after: (builder: NetworkBuilder, convolved: Value) => Value[], bias?: readonly number[]) {
  const builder = new NetworkBuilder();
  const inputs = [builder.input("x", ["N", 2, 3, 3]), builder.constant(tensor([2, 2, 1, 1], [1, 2, 3, 4]))];
  if (bias) inputs.push(builder.constant(tensor([2], bias)));
  const convolved = builder.apply({ type: "convolution", ...plain }, inputs, "conv");
  return mergeAffine(builder.build(after(builder, convolved)), new Set());
}

const perChannel = (builder: NetworkBuilder, ...values: number[]) => builder.constant(tensor([2, 1, 1], values));

describe("mergeAffine", () => {
  it("scales the kernel and the bias, then shifts the bias", () => {
    const network = merged(
      (builder, x) => {
        const scaled = builder.multiply(perChannel(builder, 2, -1), x);
        const shifted = builder.apply(
          { type: "binary", name: "subtract" },
          [builder.add(scaled, builder.scalar(1)), perChannel(builder, 0.5, 0.25)],
          "norm",
        );
        return [shifted];
      },
      [10, 20],
    );
    expect([...network.nodes.keys()]).toEqual(["x", "norm"]);
    const { operation, inputs } = nodeNamed(network, "norm");
    expect(operation).toEqual({ type: "convolution", ...plain });
    const [, kernel, bias] = inputs.map((name) => network.constants.get(name)?.data);
    expect(kernel).toEqual(Float32Array.of(2, 4, -3, -4));
    expect(bias).toEqual(Float32Array.of(20.5, -19.25));
    expect(network.constants.size).toBe(2);
  });

  it.each<[string, (builder: NetworkBuilder, x: Value) => Value[]]>([
    [
      "a convolution that others read too",
      (builder, x) => [builder.add(builder.multiply(x, perChannel(builder, 2, 3)), x)],
    ],
    ["an output", (builder, x) => [x, builder.multiply(x, perChannel(builder, 2, 3))]],
    [
      "values that differ between positions",
      (builder, x) => [builder.multiply(x, builder.constant(tensor([3, 1], [1, 2, 3])))],
    ],
    ["the sum of two tensors", (builder, x) => [builder.add(x, builder.scalarFunction({ name: "relu" }, x))]],
  ])("leaves %s alone", (_, after) => {
    const network = merged(after);
    expect(network.nodes.get("conv")?.operation.type).toBe("convolution");
    expect([...network.nodes.values()].some(({ operation }) => operation.type === "binary")).toBe(true);
  });
});
