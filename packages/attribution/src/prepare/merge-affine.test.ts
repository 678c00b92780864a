import { BATCH, type BinaryName, mergeAffine, type Network, nodeNamed, tensor, type Value } from "@gipfel/network";
import { describe, expect, it } from "vitest";
import { SmallNetwork } from "../testing/small-network.js";

const none: ReadonlySet<string> = new Set();
const typesOf = (network: Network) => [...network.nodes.values()].map(({ operation }) => operation.type);

/** The constant that a node reads, as numbers. */
function constantOf(network: Network, node: string, input: number): number[] {
  return [...network.constants.get(nodeNamed(network, node).inputs[input]!)!.data];
}

/** A 1×1 convolution of one channel to two, weights 2 and 3, biases 5 and 7. */
class TwoOutputs extends SmallNetwork {
  readonly convolved: Value;

  constructor() {
    super(1, 4);
    this.convolved = this.builder.apply(
      { type: "convolution", strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1], groups: 1 },
      [this.image, this.fixed([2, 1, 1, 1], [2, 3]), this.fixed([2], [5, 7])],
      "convolved",
    );
  }

  fixed(shape: readonly number[], values: readonly number[]): Value {
    return this.builder.constant(tensor(shape, values));
  }

  with(name: BinaryName, a: Value, b: Value, result?: string): Value {
    return this.apply({ type: "binary", name }, [a, b], result);
  }
}

describe("mergeAffine", () => {
  it("takes a batch norm into the convolution before it: scale · (W x + b) + shift", () => {
    const small = new TwoOutputs();
    const scaled = small.with("multiply", small.convolved, small.fixed([1, 2, 1, 1], [10, -1]));
    const normed = small.with("add", small.fixed([2, 1, 1], [100, 200]), scaled, "normed");
    const merged = mergeAffine(small.builder.build([normed]), none);
    expect(typesOf(merged)).toEqual(["input", "convolution"]);
    expect(merged.outputs).toEqual(["normed"]);
    expect(constantOf(merged, "normed", 1)).toEqual([20, -3]);
    expect(constantOf(merged, "normed", 2)).toEqual([150, 193]);
    expect(merged.constants.size).toBe(2);
  });

  it.each<[BinaryName, "first" | "second", number[], number[]]>([
    ["add", "first", [2, 3], [9, 11]],
    ["add", "second", [2, 3], [9, 11]],
    ["subtract", "first", [2, 3], [1, 3]],
    ["subtract", "second", [-2, -3], [-1, -3]],
    ["multiply", "second", [8, 12], [20, 28]],
    ["divide", "first", [0.5, 0.75], [1.25, 1.75]],
  ])("takes in %s with a number, as its %s operand", (name, place, weights, bias) => {
    const small = new TwoOutputs();
    const four = small.fixed([], [4]);
    const [a, b] = place === "first" ? [small.convolved, four] : [four, small.convolved];
    const merged = mergeAffine(small.builder.build([small.with(name, a, b, "end")]), none);
    expect(typesOf(merged)).toEqual(["input", "convolution"]);
    expect(constantOf(merged, "end", 1)).toEqual(weights);
    expect(constantOf(merged, "end", 2)).toEqual(bias);
  });

  it("takes in a negation", () => {
    const small = new TwoOutputs();
    const merged = mergeAffine(
      small.builder.build([small.scalar({ name: "negate" }, small.convolved, "negated")]),
      none,
    );
    expect(constantOf(merged, "negated", 1)).toEqual([-2, -3]);
    expect(constantOf(merged, "negated", 2)).toEqual([-5, -7]);
  });

  it("makes a dense layer with batch norm one product and one sum", () => {
    const small = new TwoOutputs();
    const x = small.builder.reshape(small.image, [BATCH, 16]);
    const weights = Array.from({ length: 32 }, (_, i) => i);
    const product = small.builder.matMul(x, small.fixed([16, 2], weights));
    const biased = small.with("add", product, small.fixed([1, 2], [5, 7]));
    const scaled = small.with("multiply", biased, small.fixed([2], [10, -1]));
    const end = small.with("add", scaled, small.fixed([1], [1]), "end");
    const merged = mergeAffine(small.builder.build([end]), none);
    expect(typesOf(merged)).toEqual(["input", "reshape", "matMul", "binary"]);
    const { inputs } = nodeNamed(merged, "end");
    expect(constantOf(merged, inputs[0]!, 1)).toEqual(weights.map((w) => w * (w % 2 === 0 ? 10 : -1)));
    expect(constantOf(merged, "end", 1)).toEqual([51, -6]);
  });

  it("merges at most up to a tensor that is kept, an output, or one with two readers", () => {
    const build = () => {
      const small = new TwoOutputs();
      const scaled = small.with("multiply", small.convolved, small.fixed([], [2]), "scaled");
      return { small, scaled, shifted: small.with("add", scaled, small.fixed([], [1]), "shifted") };
    };
    const plain = build();
    expect(typesOf(mergeAffine(plain.small.builder.build([plain.shifted]), new Set(["scaled"])))).toEqual([
      "input",
      "convolution",
      "binary",
    ]);
    expect(typesOf(mergeAffine(plain.small.builder.build([plain.shifted]), new Set(["convolved"])))).toEqual([
      "input",
      "convolution",
      "binary",
      "binary",
    ]);
    expect([...mergeAffine(plain.small.builder.build([plain.scaled, plain.shifted]), none).nodes.keys()]).toEqual([
      "image",
      "scaled",
      "shifted",
    ]);
    const forked = build();
    const both = forked.small.binary("add", forked.shifted, forked.scaled, "both");
    expect([...mergeAffine(forked.small.builder.build([both]), none).nodes.keys()]).toEqual([
      "image",
      "scaled",
      "shifted",
      "both",
    ]);
  });

  it.each<[string, readonly number[], number]>([
    ["differ between positions", [1, 1, 4, 4], 16],
    ["differ between columns, as many as there are outputs", [2], 2],
  ])("leaves constants that %s", (_, shape, count) => {
    const small = new SmallNetwork(1, count === 2 ? 2 : 4);
    const convolved = small.convolution(small.image, 2, { kernel: 1 });
    const values = Array.from({ length: count }, (_value, i) => i);
    const shifted = small.binary("add", convolved, small.builder.constant(tensor(shape, values)));
    const network = small.builder.build([shifted]);
    expect(mergeAffine(network, none)).toEqual(network);
  });

  it("leaves what is divided by the map, and other nonlinear functions of it", () => {
    const small = new TwoOutputs();
    const inverse = small.with("divide", small.fixed([], [1]), small.convolved);
    const network = small.builder.build([small.relu(inverse)]);
    expect(mergeAffine(network, none)).toEqual(network);
  });
});
