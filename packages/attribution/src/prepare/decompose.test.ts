import { BATCH, type Network, NetworkBuilder, nodeNamed, type Operation, scalar } from "@gipfel/network";
import { describe, expect, it } from "vitest";
import { decompose } from "./decompose.js";

const image = [BATCH, 4, 5, 5] as const;
const normalisation = { type: "localResponseNormalisation", size: 3, alpha: 0.3, beta: 0.75, bias: 2 } as const;
const written = new Set(["input", "binary", "scalar", "reduce", "convolution"]);

function networkOf(...operations: readonly (readonly [string, Operation])[]): Network {
  const builder = new NetworkBuilder();
  const last = operations.reduce(
    (x, [name, operation]) => builder.apply(operation, [x], name),
    builder.input("image", image),
  );
  return builder.build([last]);
}

describe("decompose", () => {
  const network = networkOf(
    ["active", { type: "scalar", function: { name: "relu" } }],
    ["normalised", normalisation],
    ["likely", { type: "softmax", axis: 1 }],
    ["likelier", { type: "softmax", axis: 3 }],
  );

  it("leaves elementwise functions, sums, products and maxima alone", () => {
    const types = [...decompose(network).nodes.values()].map(({ operation }) => operation.type);
    expect(types.filter((type) => !written.has(type))).toEqual([]);
  });

  it("keeps every tensor under its name and shape, in topological order", () => {
    const result = decompose(network);
    for (const { name, shape } of network.nodes.values()) expect(nodeNamed(result, name).shape).toEqual(shape);
    expect([result.inputs, result.outputs]).toEqual([network.inputs, network.outputs]);
    const known = new Set(result.constants.keys());
    for (const { name, inputs } of result.nodes.values()) {
      expect(inputs.filter((input) => !known.has(input))).toEqual([]);
      known.add(name);
    }
  });

  it("keeps tensors that no output needs", () => {
    const result = decompose({ ...network, outputs: ["active"] });
    expect([...result.nodes.keys()]).toEqual(expect.arrayContaining(["normalised", "likely", "likelier"]));
  });

  it("sums the squares of as many channels as the window holds, fewer at the borders", () => {
    const { constants } = decompose(networkOf(["normalised", normalisation]));
    const kernel = [...constants.values()].find(({ shape }) => shape.length === 4)!;
    const row = (c: number) => [...kernel.data.slice(4 * c, 4 * c + 4)].map((weight) => Math.round(weight * 1e6) / 1e6);
    expect([row(0), row(1), row(3)]).toEqual([
      [0.1, 0.1, 0, 0],
      [0.1, 0.1, 0.1, 0],
      [0, 0, 0.1, 0.1],
    ]);
    expect([...constants.values()]).toContainEqual(scalar(-0.75));
  });

  it("returns a network without either as it is, and its own result too", () => {
    const plain = networkOf(["active", { type: "scalar", function: { name: "relu" } }]);
    expect(decompose(plain)).toBe(plain);
    const once = decompose(network);
    expect(decompose(once)).toBe(once);
  });
});
