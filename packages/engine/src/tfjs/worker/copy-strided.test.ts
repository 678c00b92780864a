import { describe, expect, it } from "vitest";
import { random, sizeOf, tabulate } from "../../conformance/arrays.js";
import { copyStrided } from "./copy-strided.js";

interface Case {
  readonly shape: readonly number[];
  readonly begin: readonly number[];
  readonly strides: readonly number[];
  readonly size: readonly number[];
}

const cases: readonly Case[] = [
  { shape: [6], begin: [1], strides: [2], size: [3] },
  { shape: [4, 5], begin: [1, 2], strides: [1, 1], size: [2, 3] },
  { shape: [4, 40], begin: [1, 3], strides: [2, 1], size: [2, 33] },
  { shape: [3, 4, 20], begin: [1, 0, 0], strides: [1, 1, 1], size: [2, 4, 20] },
  { shape: [2, 7, 5, 18], begin: [0, 1, 0, 0], strides: [1, 3, 2, 1], size: [2, 2, 3, 18] },
  { shape: [2, 7, 5, 3], begin: [0, 0, 1, 1], strides: [1, 2, 1, 1], size: [2, 4, 4, 2] },
  { shape: [2, 3, 4, 5, 2], begin: [1, 0, 3, 0, 0], strides: [1, 1, 1, 4, 1], size: [1, 3, 1, 2, 2] },
  { shape: [3, 2], begin: [0, 0], strides: [1, 1], size: [0, 2] },
  { shape: [], begin: [], strides: [], size: [] },
];

describe("copyStrided", () => {
  for (const { shape, begin, strides, size } of cases) {
    it(`[${shape}] from [${begin}] by [${strides}]`, () => {
      const { data } = random(shape, 1);
      const made = new Float32Array(sizeOf(size)).fill(Number.NaN);
      copyStrided(data, shape, begin, strides, made, size);
      const expected = tabulate(size, (index) => {
        const flat = shape.reduce((sum, n, axis) => sum * n + begin[axis]! + index[axis]! * strides[axis]!, 0);
        return data[flat]!;
      });
      expect(made).toEqual(expected.data);
    });
  }

  it("copies within one buffer, of other element types too", () => {
    const memory = new ArrayBuffer(8);
    const from = new Uint8Array(memory, 0, 4);
    from.set([1, 2, 3, 4]);
    const to = new Uint8Array(memory, 4, 2);
    copyStrided(from, [2, 2], [0, 1], [1, 1], to, [2, 1]);
    expect([...to]).toEqual([2, 4]);
  });
});
