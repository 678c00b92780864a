import { filled, type Value } from "@gipfel/network";
import { describe, expect, it } from "vitest";
import { SmallNetwork } from "../testing/small-network.js";
import { type BaselineKind, baselineKinds } from "./baseline-kind.js";

/** The kind of one tensor over the input, whose own kind is given. */
function kindOf(source: BaselineKind, make: (network: SmallNetwork) => Value): BaselineKind {
  const small = new SmallNetwork();
  const end = make(small);
  const network = small.builder.build([end]);
  return baselineKinds(network, [...network.nodes.values()].slice(1), source).get(end.name)!;
}

describe("the kind of a baseline", () => {
  it.each<[string, BaselineKind, BaselineKind, (network: SmallNetwork) => Value]>([
    ["convolution of zeros with bias", "zero", "uniform", (n) => n.convolution(n.image, 4)],
    [
      "convolution of zeros without bias",
      "zero",
      "zero",
      (n) =>
        n.apply({ type: "convolution", strides: [1, 1], pads: [1, 1, 1, 1], dilations: [1, 1], groups: 1 }, [
          n.image,
          n.constant([4, 3, 3, 3]),
        ]),
    ],
    ["padded convolution of a constant", "uniform", "varying", (n) => n.convolution(n.image, 4)],
    ["unpadded convolution of a constant", "uniform", "uniform", (n) => n.convolution(n.image, 4, { pad: 0 })],
    ["bias per channel", "zero", "uniform", (n) => n.binary("add", n.image, n.constant([1, 3, 1, 1]))],
    ["bias per position", "zero", "varying", (n) => n.binary("add", n.image, n.constant([1, 3, 8, 8]))],
    ["bias along a row", "zero", "varying", (n) => n.binary("add", n.image, n.constant([8]))],
    ["factor per channel on zeros", "zero", "zero", (n) => n.binary("multiply", n.image, n.constant([3, 1, 1]))],
    ["factor per position", "uniform", "varying", (n) => n.binary("multiply", n.image, n.constant([8, 8]))],
    [
      "zero times what varies",
      "uniform",
      "zero",
      (n) => n.binary("multiply", n.convolution(n.image, 3), n.builder.constant(filled([1, 3, 1, 1], 0))),
    ],
    ["ReLU", "zero", "uniform", (n) => n.relu(n.image)],
    ["max pool with padding", "uniform", "uniform", (n) => n.maxPool(n.image, { pad: 1 })],
    ["zero padding of a constant", "uniform", "varying", (n) => n.builder.pad(n.image, [0, 0, 1, 1], [0, 0, 1, 1])],
    ["zero padding of zeros", "zero", "zero", (n) => n.builder.pad(n.image, [0, 0, 1, 1], [0, 0, 1, 1])],
    ["channel padding of a constant", "uniform", "uniform", (n) => n.builder.pad(n.image, [0, 1, 0, 0], [0, 1, 0, 0])],
    ["padding of zeros with ones", "zero", "varying", (n) => n.builder.pad(n.image, [0, 0, 1, 1], [0, 0, 1, 1], 1)],
    ["global pooling of a constant", "uniform", "uniform", (n) => n.builder.reduce("mean", n.image, [2, 3], true)],
  ])("%s", (_, source, expected, make) => {
    expect(kindOf(source, make)).toBe(expected);
  });

  it.each([
    [true, "varying"],
    [false, "uniform"],
  ] as const)("of an average pool that counts its padding (%s) over a constant is %s", (countPadding, expected) => {
    const window = { kernel: [3, 3], strides: [1, 1], pads: [1, 1, 1, 1], dilations: [1, 1] } as const;
    expect(kindOf("uniform", (n) => n.apply({ type: "averagePool", countPadding, ...window }, [n.image]))).toBe(
      expected,
    );
  });
});
