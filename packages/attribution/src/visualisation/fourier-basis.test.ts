import { describe, expect, it } from "vitest";
import { fourierBasis, periodsOf } from "./fourier-basis.js";

describe("fourierBasis", () => {
  it.each([1, 2, 7, 8, 224])("is orthonormal for %i samples", (n) => {
    const { data } = fourierBasis(n);
    for (let a = 0; a < n; a += Math.ceil(n / 9)) {
      for (let b = 0; b < n; b++) {
        let product = 0;
        for (let t = 0; t < n; t++) product += data[a * n + t] * data[b * n + t];
        expect(product).toBeCloseTo(a === b ? 1 : 0, 5);
      }
    }
  });

  it.each([7, 8])("has in each row one frequency of the complex transform of %i samples", (n) => {
    const { data } = fourierBasis(n);
    for (let row = 0; row < n; row++) {
      for (let k = 0; k <= n / 2; k++) {
        let [re, im] = [0, 0];
        for (let t = 0; t < n; t++) {
          re += data[row * n + t] * Math.cos((2 * Math.PI * k * t) / n);
          im -= data[row * n + t] * Math.sin((2 * Math.PI * k * t) / n);
        }
        if (k === periodsOf(row)) expect(Math.hypot(re, im)).toBeGreaterThan(1);
        else expect(Math.hypot(re, im)).toBeCloseTo(0, 5);
      }
    }
  });

  it("begins with the constant, then cosine and sine of one period", () => {
    const { data } = fourierBasis(8);
    for (let t = 0; t < 8; t++) {
      expect(data[t]).toBeCloseTo(1 / Math.sqrt(8), 6);
      expect(data[8 + t]).toBeCloseTo(0.5 * Math.cos((Math.PI * t) / 4), 6);
      expect(data[16 + t]).toBeCloseTo(0.5 * Math.sin((Math.PI * t) / 4), 6);
    }
  });
});
