import { describe, expect, it } from "vitest";
import { gaussLegendre } from "./quadrature.js";

describe("Gauss–Legendre quadrature on [0, 1]", () => {
  const counts = [1, 2, 3, 4, 5, 8, 16, 31, 64];

  it.each(counts)("with %i points has weights that add up to 1, points inside, ascending and symmetric", (n) => {
    const { points, weights } = gaussLegendre(n);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 13);
    points.forEach((point, k) => {
      expect(point).toBeGreaterThan(k === 0 ? 0 : points[k - 1]!);
      expect(point).toBeLessThan(1);
      expect(point + points[n - 1 - k]!).toBeCloseTo(1, 13);
      expect(weights[k]).toBeGreaterThan(0);
    });
  });

  it.each(counts)("with %i points is exact up to degree 2n − 1 and not beyond", (n) => {
    const { points, weights } = gaussLegendre(n);
    // Legendre polynomials shifted to [0, 1]: their integrals are 0, and no digits are lost as with monomials.
    const integral = (degree: number) =>
      points.reduce((sum, point, k) => sum + weights[k]! * legendre(degree, 2 * point - 1), 0);
    for (let degree = 1; degree < 2 * n; degree += 1) expect(Math.abs(integral(degree))).toBeLessThan(1e-13);
    expect(Math.abs(integral(2 * n))).toBeGreaterThan(1e-3);
  });

  it("gives the textbook's points for three", () => {
    const { points, weights } = gaussLegendre(3);
    const distance = Math.sqrt(3 / 5) / 2;
    [0.5 - distance, 0.5, 0.5 + distance].forEach((point, k) => {
      expect(points[k]).toBeCloseTo(point, 14);
    });
    [5 / 18, 8 / 18, 5 / 18].forEach((weight, k) => {
      expect(weights[k]).toBeCloseTo(weight, 14);
    });
  });

  it("integrates a function that is no polynomial", () => {
    const { points, weights } = gaussLegendre(16);
    const integral = points.reduce((sum, point, k) => sum + weights[k]! * Math.exp(point), 0);
    expect(integral).toBeCloseTo(Math.E - 1, 13);
  });
});

function legendre(degree: number, x: number): number {
  let [previous, value] = [1, x];
  for (let k = 2; k <= degree; k += 1) {
    [previous, value] = [value, ((2 * k - 1) * x * value - (k - 1) * previous) / k];
  }
  return value;
}
