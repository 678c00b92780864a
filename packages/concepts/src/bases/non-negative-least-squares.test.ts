import { describe, expect, it } from "vitest";
import { createRandom } from "../random.js";
import { NonNegativeLeastSquares } from "./non-negative-least-squares.js";

/** The least objective over all active sets, by trying them. */
function byForce(gram: Float64Array, size: number, b: Float64Array): number {
  let least = 0;
  for (let set = 1; set < 2 ** size; set++) {
    const members = Array.from({ length: size }, (_, k) => k).filter((k) => (set >> k) & 1);
    const c = solveDense(
      members.map((k) => members.map((j) => gram[k * size + j])),
      members.map((k) => b[k]),
    );
    if (c.some((value) => value < 0)) continue;
    least = Math.min(least, -0.5 * c.reduce((sum, value, s) => sum + value * b[members[s]], 0));
  }
  return least;
}

function solveDense(a: number[][], b: number[]): number[] {
  const x = [...b];
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < x.length; j++) {
      if (j === i) continue;
      const factor = a[j][i] / a[i][i];
      for (let p = 0; p < x.length; p++) a[j][p] -= factor * a[i][p];
      x[j] -= factor * x[i];
    }
  }
  return x.map((value, i) => value / a[i][i]);
}

describe("NonNegativeLeastSquares", () => {
  it("agrees with the best of all active sets", () => {
    const random = createRandom(4);
    for (let trial = 0; trial < 60; trial++) {
      const size = 6;
      const rows = Float64Array.from({ length: size * 8 }, () => random.normal() + (trial % 3));
      const gram = Float64Array.from({ length: size * size }, (_, at) => {
        let sum = 0;
        for (let p = 0; p < 8; p++) sum += rows[Math.floor(at / size) * 8 + p] * rows[(at % size) * 8 + p];
        return sum;
      });
      const b = Float64Array.from({ length: size }, () => random.normal());
      const c = new Float64Array(size);
      new NonNegativeLeastSquares(gram, size).solve(b, 0, c, 0);
      let objective = 0;
      for (let k = 0; k < size; k++) {
        objective -= b[k] * c[k];
        for (let j = 0; j < size; j++) objective += 0.5 * c[k] * gram[k * size + j] * c[j];
      }
      const least = byForce(gram, size, b);
      expect(Math.abs(objective - least)).toBeLessThan(1e-9 * (1 + Math.abs(least)));
    }
  });

  it("splits nothing between two equal directions", () => {
    const c = new Float64Array(2);
    new NonNegativeLeastSquares(Float64Array.of(1, 1, 1, 1), 2).solve([2, 2], 0, c, 0);
    expect(c[0] + c[1]).toBeCloseTo(2, 12);
  });
});
