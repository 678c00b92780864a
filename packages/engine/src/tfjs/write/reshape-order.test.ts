import { describe, expect, it } from "vitest";
import { tabulate } from "../../conformance/arrays.js";
import { reshapeOrder } from "./reshape-order.js";
import { channelsLast, inOrder } from "./view.js";

/** Which element of the network's tensor lies at each place of the stored one. */
function lying(shape: readonly number[], order: readonly number[]): number[] {
  const stored = inOrder(shape, order);
  const placed = tabulate(stored, (index) => {
    const own = shape.map((_, axis) => index[order.indexOf(axis)]!);
    return own.reduce((flat, i, axis) => flat * shape[axis]! + i, 0);
  });
  return [...placed.data];
}

function permutations(axes: readonly number[]): number[][] {
  if (axes.length === 0) return [[]];
  return axes.flatMap((axis) => permutations(axes.filter((other) => other !== axis)).map((rest) => [axis, ...rest]));
}

describe("reshapeOrder", () => {
  const shapes = [[2, 6, 5, 1], [2, 3, 10], [60], [1, 2, 30], [6, 10], [2, 1, 3, 2, 5], [12, 5]];

  it("leaves every element where it lies, if it gives an order; else no order would", () => {
    for (const from of shapes) {
      for (const order of permutations(from.map((_, axis) => axis))) {
        const before = lying(from, order);
        for (const to of shapes) {
          const after = reshapeOrder(from, order, to);
          if (after) {
            expect([...after].sort()).toEqual(to.map((_, axis) => axis));
            expect(lying(to, after)).toEqual(before);
          } else {
            const others = permutations(to.map((_, axis) => axis)).map((other) => lying(to, other));
            expect(others).not.toContainEqual(before);
          }
        }
      }
    }
  });

  it("merges the positions of an image with its channels last", () => {
    expect(reshapeOrder([8, 3, 4, 5], channelsLast, [8, 3, 20])).toEqual([0, 2, 1]);
    expect(reshapeOrder([8, 3, 4, 5], channelsLast, [8, 60])).toBeUndefined();
  });

  it("keeps a plain order plain", () => {
    expect(reshapeOrder([4, 6], [0, 1], [4, 1, 6, 1])).toEqual([0, 1, 2, 3]);
    expect(reshapeOrder([0, 6], [1, 0], [3, 0])).toEqual([0, 1]);
  });
});
