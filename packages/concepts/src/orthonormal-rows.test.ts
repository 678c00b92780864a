import { describe, expect, it } from "vitest";
import { normalRows, orthonormalRows } from "./orthonormal-rows.js";
import { createRandom } from "./random.js";
import { dot } from "./symmetric-product.js";

function expectOrthonormal(rows: Float64Array, count: number, size: number): void {
  for (let a = 0; a < count; a++) {
    for (let b = 0; b < count; b++) {
      expect(dot(rows, a * size, rows, b * size, size)).toBeCloseTo(a === b ? 1 : 0, 12);
    }
  }
}

describe("orthonormalRows", () => {
  it("is orthonormal and spans the same space", () => {
    const vectors = normalRows(4, 11, createRandom(1));
    const basis = orthonormalRows(vectors, 4, 11);
    expectOrthonormal(basis, 4, 11);
    for (let v = 0; v < 4; v++) {
      const inside = [0, 1, 2, 3].reduce((sum, k) => sum + dot(vectors, v * 11, basis, k * 11, 11) ** 2, 0);
      expect(inside).toBeCloseTo(dot(vectors, v * 11, vectors, v * 11, 11), 10);
    }
  });

  it("stays orthonormal where the vectors are dependent", () => {
    const vectors = normalRows(4, 9, createRandom(2));
    for (let i = 0; i < 9; i++) vectors[2 * 9 + i] = vectors[i] - 2 * vectors[9 + i];
    expectOrthonormal(orthonormalRows(vectors, 4, 9), 4, 9);
  });
});
