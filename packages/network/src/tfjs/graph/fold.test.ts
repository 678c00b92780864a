import { describe, expect, it } from "vitest";
import { Attributes } from "./attributes.js";
import { type Constant, vector } from "./constant.js";
import { folds } from "./fold.js";

const none = new Attributes({});
const fold = (name: string, inputs: readonly Constant[], attributes = none) => {
  const { shape, data } = folds[name]!(inputs, attributes);
  return { shape, data: Array.from(data) };
};
const number = (value: number | string): Constant => ({ shape: [], data: [value] });
const matrix: Constant = { shape: [2, 3], data: Int32Array.of(1, 2, 3, 4, 5, 6) };

describe("folded shape arithmetic", () => {
  it("keeps the batch open where it is only carried along", () => {
    const shape = vector(["N", 4, 3, 2]);
    const last = fold("StridedSlice", [shape, vector([-1]), vector([9]), vector([1])]);
    expect(last).toEqual({ shape: [1], data: [2] });
    expect(fold("Mul", [number("N"), number(1)])).toEqual({ shape: [], data: ["N"] });
    expect(fold("Add", [number(0), number("N")])).toEqual({ shape: [], data: ["N"] });
    expect(fold("Prod", [vector([1, "N"]), vector([0])]).data).toEqual(["N"]);
    expect(fold("Pack", [number("N"), number(-1)])).toEqual({ shape: [2], data: ["N", -1] });
    expect(fold("GatherV2", [shape, vector([0, 3]), number(0)]).data).toEqual(["N", 2]);
  });

  it("refuses to compute with the number of images", () => {
    for (const [name, inputs] of [
      ["Mul", [number("N"), number(2)]],
      ["Sub", [number("N"), number(0)]],
      ["Neg", [number("N")]],
      ["Fill", [vector(["N", 2]), number(0)]],
    ] as const) {
      expect(() => fold(name, inputs)).toThrow("computes with the number of images");
    }
  });
});

describe("folded constants", () => {
  it("are those of NumPy", () => {
    expect(fold("Transpose", [matrix, vector([1, 0])])).toEqual({ shape: [3, 2], data: [1, 4, 2, 5, 3, 6] });
    expect(fold("Sub", [matrix, vector([1, 1, 2])]).data).toEqual([0, 1, 1, 3, 4, 4]);
    expect(fold("FloorMod", [number(-7), number(3)]).data).toEqual([2]);
    expect(fold("Slice", [matrix, vector([0, 1]), vector([-1, 2])])).toEqual({ shape: [2, 2], data: [2, 3, 5, 6] });
    expect(fold("ConcatV2", [matrix, matrix, number(-1)]).data).toEqual([1, 2, 3, 1, 2, 3, 4, 5, 6, 4, 5, 6]);
    expect(fold("Reshape", [matrix, vector([3, -1])])).toEqual({ shape: [3, 2], data: [1, 2, 3, 4, 5, 6] });
    expect(fold("ExpandDims", [matrix, number(-1)]).shape).toEqual([2, 3, 1]);
    expect(fold("Squeeze", [{ shape: [1, 2, 1], data: [1, 2] }]).shape).toEqual([2]);
    expect(fold("Range", [number(1), number(8), number(3)]).data).toEqual([1, 4, 7]);
    expect(fold("Fill", [vector([2]), number(0.5)]).data).toEqual([0.5, 0.5]);
    expect(fold("Max", [matrix, vector([0])])).toEqual({ shape: [3], data: [4, 5, 6] });
    const keep = new Attributes({ keep_dims: { b: true } });
    expect(fold("Sum", [matrix, vector([1])], keep)).toEqual({ shape: [2, 1], data: [6, 15] });
    expect(fold("Pack", [vector([1, 2]), vector([3, 4])], new Attributes({ axis: { i: "1" } })).data).toEqual([
      1, 3, 2, 4,
    ]);
  });

  it("cut with every mask of a strided slice", () => {
    const mask = (masks: Readonly<Record<string, number>>) =>
      new Attributes(Object.fromEntries(Object.entries(masks).map(([name, i]) => [`${name}_mask`, { i }])));
    const cut = (begin: number[], end: number[], masks: Readonly<Record<string, number>>, steps = begin.map(() => 1)) =>
      fold("StridedSlice", [matrix, vector(begin), vector(end), vector(steps)], mask(masks));
    expect(cut([1], [2], { shrink_axis: 1 })).toEqual({ shape: [3], data: [4, 5, 6] });
    expect(cut([0, -1], [0, 0], { ellipsis: 1, shrink_axis: 2 })).toEqual({ shape: [2], data: [3, 6] });
    expect(cut([0, 0, 1], [0, 0, 3], { new_axis: 1, begin: 2, end: 2 })).toEqual({
      shape: [1, 2, 2],
      data: [2, 3, 5, 6],
    });
    expect(cut([0, 0], [0, 9], { end: 1 }, [1, 2])).toEqual({ shape: [2, 2], data: [1, 3, 4, 6] });
  });

  it("refuse what does not fit", () => {
    expect(() => fold("Reshape", [matrix, vector([4, -1])])).toThrow("[2,3] cannot be reshaped to [4,-1]");
    expect(() => fold("GatherV2", [vector([1, 2]), vector([3]), number(0)])).toThrow("has no element [3]");
    expect(() => fold("Add", [matrix])).toThrow("it lacks its input 1");
  });
});
