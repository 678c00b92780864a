import { describe, expect, it } from "vitest";
import { normalRows } from "./orthonormal-rows.js";
import { createRandom } from "./random.js";
import { symmetricProduct } from "./symmetric-product.js";

describe("symmetricProduct", () => {
  it.each([
    [1, 1],
    [4, 4],
    [7, 5],
    [6, 9],
    [9, 3],
  ])("is the matrix product for %i × %i, whatever is left beside the tiles", (size, count) => {
    const random = createRandom(size);
    const matrix = new Float64Array(size * size);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) matrix[i * size + j] = matrix[j * size + i] = random.normal();
    }
    const vectors = normalRows(count, size, random);
    const result = symmetricProduct(matrix, size, vectors, count);
    expect(result.length).toBe(count * size);
    for (let k = 0; k < count; k++) {
      for (let i = 0; i < size; i++) {
        let expected = 0;
        for (let p = 0; p < size; p++) expected += matrix[i * size + p] * vectors[k * size + p];
        expect(result[k * size + i]).toBeCloseTo(expected, 12);
      }
    }
  });
});
