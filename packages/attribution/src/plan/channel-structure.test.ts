import { describe, expect, it } from "vitest";
import { elementShape, transposedElements } from "./channel-structure.js";

describe("elementShape", () => {
  it("leaves out the batch, symbolic", () => {
    expect(elementShape(["N", 3, 4, 5])).toEqual([3, 4, 5]);
    expect(elementShape([3, 4])).toEqual([3, 4]);
  });

  it("refuses another open dimension", () => {
    expect(() => elementShape(["N", "C", 4, 4])).toThrow(/open/);
  });
});

describe("transposedElements", () => {
  it.each([[[0, 2, 3, 1]], [[0, 3, 1, 2]], [[0, 3, 2, 1]], [[0, 1, 2, 3]]])(
    "names the input element of each output element for %j",
    (permutation) => {
      const sizes = [2, 3, 4];
      const map = transposedElements(["N", ...sizes], permutation);
      const axes = permutation.slice(1).map((axis) => axis - 1);
      const outputSizes = axes.map((axis) => sizes[axis]!);
      const flat = (index: readonly number[], of: readonly number[]) =>
        index.reduce((at, i, axis) => at * of[axis]! + i, 0);
      for (let a = 0; a < 2; a += 1) {
        for (let b = 0; b < 3; b += 1) {
          for (let c = 0; c < 4; c += 1) {
            const index = [a, b, c];
            const output = axes.map((axis) => index[axis]!);
            expect(map[flat(output, outputSizes)]).toBe(flat(index, sizes));
          }
        }
      }
    },
  );
});
