import { describe, expect, it } from "vitest";
import { AdamAscent } from "./adam.js";

/** Algorithm 1 of Kingma and Ba 2015, line by line, for one parameter and the negated objective. */
function adamFromThePaper(start: number, gradients: readonly number[], alpha: number): number {
  let [theta, m, v] = [start, 0, 0];
  gradients.forEach((gradient, i) => {
    const g = -gradient;
    m = 0.9 * m + 0.1 * g;
    v = 0.999 * v + 0.001 * g * g;
    theta -= (alpha * (m / (1 - 0.9 ** (i + 1)))) / (Math.sqrt(v / (1 - 0.999 ** (i + 1))) + 1e-8);
  });
  return theta;
}

describe("AdamAscent", () => {
  it("is the algorithm of the paper, upwards", () => {
    const gradients = [0.3, -1.2, 0.01, 4, 4, -0.5, 0, 2];
    const parameters = Float32Array.of(1);
    const adam = new AdamAscent(1, 0.05);
    for (const g of gradients) adam.step(parameters, Float32Array.of(g));
    expect(parameters[0]).toBeCloseTo(adamFromThePaper(1, gradients, 0.05), 5);
  });

  it("moves every parameter by the rate at first, however steep", () => {
    const parameters = new Float32Array(3);
    new AdamAscent(3, 0.05).step(parameters, Float32Array.of(1000, -1e-4, 0));
    [0.05, -0.05, 0].forEach((value, i) => {
      expect(parameters[i]).toBeCloseTo(value, 4);
    });
  });

  it("climbs to the top of a hill", () => {
    const top = [0.7, -0.3];
    const parameters = new Float32Array(2);
    const adam = new AdamAscent(2, 0.05);
    for (let step = 0; step < 400; step++)
      adam.step(
        parameters,
        parameters.map((x, i) => 2 * (top[i]! - x)),
      );
    top.forEach((value, i) => {
      expect(parameters[i]).toBeCloseTo(value, 2);
    });
  });
});
