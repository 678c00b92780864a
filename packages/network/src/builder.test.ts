import { describe, expect, it } from "vitest";
import { NetworkBuilder } from "./builder.js";
import { filled, tensor } from "./tensor.js";

describe("NetworkBuilder", () => {
  it("reuses an operation that stands there already", () => {
    const builder = new NetworkBuilder();
    const x = builder.input("x", ["N", 3]);
    const first = builder.add(builder.scalarFunction({ name: "relu" }, x), builder.scalar(1));
    const again = builder.add(builder.scalarFunction({ name: "relu" }, x), builder.scalar(1));
    expect(again).toEqual(first);
    expect(builder.build([first]).nodes.size).toBe(3);
  });

  it("tells attributes apart, infinite ones too", () => {
    const builder = new NetworkBuilder();
    const x = builder.input("x", ["N", 3]);
    const clip = (minimum: number, maximum: number) =>
      builder.scalarFunction({ name: "clip", minimum, maximum }, x).name;
    const [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
    expect(new Set([clip(0, high), clip(low, 0), clip(0, 0), clip(low, high)]).size).toBe(4);
    expect(clip(0, high)).toBe(clip(0, high));
  });

  it("does not reuse across the order of operands", () => {
    const builder = new NetworkBuilder();
    const [a, b] = [builder.input("a", ["N"]), builder.input("b", ["N"])];
    expect(builder.subtract(a, b).name).not.toBe(builder.subtract(b, a).name);
  });

  it("leaves out operations that change nothing", () => {
    const builder = new NetworkBuilder();
    const x = builder.input("x", ["N", 3, 4]);
    expect(builder.reshape(x, ["N", 3, 4])).toBe(x);
    expect(builder.pad(x, [0, 0, 0], [0, 0, 0])).toBe(x);
    expect(builder.slice(x, 1, 0, 3)).toBe(x);
    expect(builder.concat([x], 1)).toBe(x);
    expect(builder.reduce("sum", x, [])).toBe(x);
    expect(builder.multiply(x, builder.constant(filled([4], 1)))).toBe(x);
    expect(builder.multiply(builder.scalar(1), x)).toBe(x);
  });

  it("keeps a multiplication with ones that repeats its operand", () => {
    const builder = new NetworkBuilder();
    const x = builder.input("x", ["N", 1]);
    expect(builder.multiply(x, builder.constant(filled([1, 5], 1))).shape).toEqual(["N", 5]);
  });

  it("names the operation, the shapes and the reason where shapes do not fit", () => {
    const builder = new NetworkBuilder();
    const x = builder.input("x", ["N", 3]);
    expect(() =>
      builder.apply({ type: "binary", name: "add" }, [x, builder.constant(tensor([2], [1, 2]))], "sum"),
    ).toThrow("binary sum of [N, 3] and [2]: [N, 3] and [2] do not broadcast");
    expect(() => builder.matMul(x, x)).toThrow("matMul of [N, 3] and [N, 3]: matrix product");
  });

  it("refuses a second tensor of one name", () => {
    const builder = new NetworkBuilder();
    const x = builder.input("x", ["N", 3]);
    expect(() => builder.apply({ type: "scalar", function: { name: "relu" } }, [x], "x")).toThrow(
      "two tensors named x",
    );
  });

  it("builds only what the outputs need", () => {
    const builder = new NetworkBuilder();
    const x = builder.input("x", ["N", 3]);
    const kept = builder.add(x, builder.scalar(2));
    builder.multiply(x, builder.scalar(3));
    const network = builder.build([kept]);
    expect([...network.nodes.keys()]).toEqual(["x", kept.name]);
    expect([...network.constants.values()].map(({ data }) => [...data])).toEqual([[2]]);
  });
});
