import { describe, expect, it } from "vitest";
import type { Link } from "../graph-model/link.js";
import { curveAt, distanceTo, linkCurve, trace } from "./link-curve.js";

const link: Link = {
  key: "a>b",
  source: "a",
  target: "b",
  edge: null,
  sign: 1,
  unsure: false,
  part: 1,
  share: 1,
  strength: 1,
};
const places = new Map([
  ["a", { x: 0, y: 20, width: 40, height: 40 }],
  ["b", { x: 240, y: -180, width: 60, height: 60 }],
]);
const curve = linkCurve(link, places)!;

/** The points of what `trace` draws, from the definition of quadratic Bézier curves. */
function points(): { x: number; y: number }[] {
  const found: { x: number; y: number }[] = [];
  let [x0, y0] = [0, 0];
  const path = {
    moveTo: (x: number, y: number) => {
      [x0, y0] = [x, y];
    },
    quadraticCurveTo: (x1: number, y1: number, x2: number, y2: number) => {
      for (let t = 0; t <= 1; t += 0.05) {
        const mix = (a: number, b: number, c: number) => (1 - t) ** 2 * a + 2 * t * (1 - t) * b + t * t * c;
        found.push({ x: mix(x0, x1, x2), y: mix(y0, y1, y2) });
      }
      [x0, y0] = [x2, y2];
    },
  };
  trace(path as CanvasPath, curve);
  return found;
}

describe("linkCurve", () => {
  it("goes from side to side", () => {
    expect(curve).toMatchObject({ start: { x: 20, y: 20 }, end: { x: 210, y: -180 } });
    expect(linkCurve({ ...link, source: "?" }, places)).toBeNull();
  });
});

describe("curveAt and distanceTo", () => {
  it("meet what is drawn", () => {
    for (const point of points()) {
      expect(curveAt(curve, point.x).y).toBeCloseTo(point.y, 6);
      expect(distanceTo(curve, point)).toBeCloseTo(0, 6);
    }
  });
  it("leave and arrive level, with the slope between", () => {
    expect(curveAt(curve, 20).slope).toBeCloseTo(0, 9);
    expect(curveAt(curve, 210).slope).toBeCloseTo(0, 9);
    const x = 80;
    const numeric = (curveAt(curve, x + 1e-4).y - curveAt(curve, x - 1e-4).y) / 2e-4;
    expect(curveAt(curve, x).slope).toBeCloseTo(numeric, 5);
  });
  it("grow away from the curve, and end with it", () => {
    const { y } = curveAt(curve, 100);
    expect(distanceTo(curve, { x: 100, y: y + 10 })).toBeLessThan(10);
    expect(distanceTo(curve, { x: 100, y: y + 30 })).toBeGreaterThan(distanceTo(curve, { x: 100, y: y + 10 }));
    expect(distanceTo(curve, { x: 0, y: 20 })).toBe(Number.POSITIVE_INFINITY);
  });
});
