import { describe, expect, it } from "vitest";
import { sCurve } from "./s-curve.js";

/** The control points of a curve, from the definition of weights and distances. */
function controlPoints(source: { x: number; y: number }, target: { x: number; y: number }) {
  const { weights, distances } = sCurve(source, target);
  const [dx, dy] = [target.x - source.x, target.y - source.y];
  const length = Math.hypot(dx, dy);
  return weights.map((weight, i) => ({
    x: source.x + weight * dx - (distances[i] * dy) / length,
    y: source.y + weight * dy + (distances[i] * dx) / length,
  }));
}

describe("sCurve", () => {
  const source = { x: 10, y: 20 };
  it("leaves and arrives level", () => {
    for (const target of [
      { x: 174, y: 20 },
      { x: 174, y: -300 },
      { x: 500, y: 410 },
    ]) {
      const [first, second] = controlPoints(source, target);
      expect(first.y).toBeCloseTo(source.y, 9);
      expect(second.y).toBeCloseTo(target.y, 9);
      expect(first.x - source.x).toBeCloseTo(target.x - second.x, 9);
      expect(first.x).toBeGreaterThan(source.x);
    }
  });
  it("has numbers where both ends meet", () => {
    expect(sCurve(source, source).distances).toEqual([0, 0]);
  });
});
