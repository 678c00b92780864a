import { describe, expect, it } from "vitest";
import { filled, scalar, tensor } from "./tensor.js";

describe("tensors", () => {
  it("have as many values as their shape says", () => {
    expect(tensor([2, 2], [1, 2, 3, 4]).data).toEqual(Float32Array.of(1, 2, 3, 4));
    expect(filled([2, 3], 0.5).data).toEqual(new Float32Array(6).fill(0.5));
    expect(scalar(7)).toEqual({ shape: [], data: Float32Array.of(7) });
    expect(() => tensor([2, 2], [1, 2, 3])).toThrow("3 values for a tensor of shape [2, 2]");
  });
});
