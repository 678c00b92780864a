import { describe, expect, it } from "vitest";
import { filled, scalar, tensor, transposeTensor } from "./tensor.js";

describe("tensors", () => {
  it("have as many values as their shape says", () => {
    expect(tensor([2, 2], [1, 2, 3, 4]).data).toEqual(Float32Array.of(1, 2, 3, 4));
    expect(filled([2, 3], 0.5).data).toEqual(new Float32Array(6).fill(0.5));
    expect(scalar(7)).toEqual({ shape: [], data: Float32Array.of(7) });
    expect(() => tensor([2, 2], [1, 2, 3])).toThrow("3 values for a tensor of shape [2, 2]");
  });
});

describe("transposeTensor", () => {
  it("puts the element at an index where the permuted index is", () => {
    const from = tensor(
      [2, 3, 4],
      Array.from({ length: 24 }, (_, i) => i),
    );
    const { shape, data } = transposeTensor(from, [2, 0, 1]);
    expect(shape).toEqual([4, 2, 3]);
    for (let i = 0; i < 2; i += 1)
      for (let j = 0; j < 3; j += 1)
        for (let k = 0; k < 4; k += 1) expect(data[(k * 2 + i) * 3 + j]).toBe(from.data[(i * 3 + j) * 4 + k]);
  });

  it("leaves what has no axes alone", () => {
    expect(transposeTensor(scalar(7), [])).toEqual(scalar(7));
  });
});
