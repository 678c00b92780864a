import { describe, expect, it } from "vitest";
import { packSymmetric, Sums, unpackSymmetric } from "./sums.js";

describe("a packed symmetric matrix", () => {
  it.each([1, 2, 5])("of %i rows is whole again when unpacked", (n) => {
    const matrix = Float64Array.from({ length: n * n }, (_, at) => {
      const [i, j] = [Math.floor(at / n), at % n];
      return Math.min(i, j) * n + Math.max(i, j);
    });
    const packed = packSymmetric(matrix, n);
    expect(packed).toHaveLength((n * (n + 1)) / 2);
    expect(unpackSymmetric(packed, n)).toEqual(matrix);
  });
});

describe("Sums", () => {
  it("adds in float64, from zero", () => {
    const sums = new Sums();
    for (let i = 0; i < 10; i += 1) sums.add("a", Float32Array.of(16777216, 1), 0.5);
    sums.add("a", Float32Array.of(1, 0));
    expect(Object.fromEntries(sums.entries())).toEqual({ a: Float64Array.of(83886081, 5) });
  });
});
