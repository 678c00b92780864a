import { type ScalarFunction, tensor, type Value } from "@gipfel/network";
import { describe, expect, it } from "vitest";
import { SmallNetwork } from "../testing/small-network.js";
import { isMonotone } from "./monotone.js";

function rises(make: (network: SmallNetwork) => Value): boolean {
  const small = new SmallNetwork();
  const network = small.builder.build([make(small)]);
  return isMonotone(network, [...network.nodes.values()].slice(1));
}
const alongChannels = (values: readonly number[], n: SmallNetwork) =>
  n.builder.constant(tensor([1, 3, 1, 1], [...values]));

describe("isMonotone", () => {
  it.each<[ScalarFunction, boolean]>([
    [{ name: "relu" }, true],
    [{ name: "sigmoid" }, true],
    [{ name: "tanh" }, true],
    [{ name: "softplus" }, true],
    [{ name: "elu", alpha: 1 }, true],
    [{ name: "elu", alpha: -1 }, false],
    [{ name: "leakyRelu", alpha: 0.1 }, true],
    [{ name: "leakyRelu", alpha: -0.1 }, false],
    [{ name: "clip", minimum: 0, maximum: 6 }, true],
    [{ name: "hardSwish" }, false],
    [{ name: "abs" }, false],
    [{ name: "negate" }, false],
  ])("%j: %s", (f, expected) => {
    expect(rises((n) => n.scalar(f, n.image))).toBe(expected);
  });

  it("is false for x·sigmoid(x), which falls below −1.28", () => {
    expect(rises((n) => n.binary("multiply", n.image, n.scalar("sigmoid", n.image)))).toBe(false);
  });

  it("looks at the signs of factors and slopes", () => {
    const scaled = (values: readonly number[]) => (n: SmallNetwork) =>
      n.binary("multiply", n.relu(n.image), alongChannels(values, n));
    const sloped = (values: readonly number[]) => (n: SmallNetwork) =>
      n.apply({ type: "prelu" }, [n.image, alongChannels(values, n)]);
    expect([scaled([1, 0, 2]), scaled([1, -1, 2]), sloped([0, 0.5, 1]), sloped([0, -0.5, 1])].map(rises)).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  it("is false for a function that differs between positions: the largest value need not come from the largest", () => {
    expect(rises((n) => n.binary("add", n.relu(n.image), n.constant([1, 3, 8, 8])))).toBe(false);
    expect(rises((n) => n.binary("add", n.relu(n.image), n.constant([8])))).toBe(false);
  });
});
