import { describe, expect, it } from "vitest";
import { boundingBox, type Outline, placement, transformOutline } from "./geometry.js";
import { bezier, ellipse, rectangle, smoothCurve, stroke } from "./outlines.js";

/** Shoelace formula. */
function area(outline: Outline): number {
  const twice = outline.reduce((sum, [x, y], index) => {
    const [nextX, nextY] = outline[(index + 1) % outline.length];
    return sum + x * nextY - nextX * y;
  }, 0);
  return Math.abs(twice) / 2;
}

describe("outlines", () => {
  it("an ellipse has area π·a·b (a polygon of 28 corners: 1 % less)", () => {
    expect(area(ellipse(3, -2, 2, 0.5, 0.7)) / (Math.PI * 2 * 0.5)).toBeCloseTo(1, 1);
    expect(area(ellipse(3, -2, 2, 0.5, 0.7))).toBeLessThan(Math.PI);
  });

  it("a rounded rectangle lacks (4 − π)·r² and keeps its box", () => {
    const outline = rectangle(-1, 2, 4, 3, 0.5);
    expect(area(outline)).toBeCloseTo(12 - (4 - Math.PI) * 0.25, 1);
    expect(boundingBox(outline)).toEqual({ x: -1, y: 2, width: 4, height: 3 });
    expect(area(rectangle(-1, 2, 4, 3))).toBe(12);
  });

  it("a smooth curve passes through its points", () => {
    const points = [
      [0, 0],
      [4, 1],
      [3, 5],
      [-1, 3],
    ] as const;
    const outline = smoothCurve(points);
    for (const point of points) expect(outline).toContainEqual(point);
  });

  it("a straight stroke covers length times width", () => {
    const line = stroke(
      [
        [0, 0],
        [3, 4],
      ],
      0.5,
    );
    expect(area(line)).toBeCloseTo(2.5, 12);
  });

  it("a Bézier curve starts and ends where it is told and passes the middle of its hull", () => {
    const curve = bezier([0, 0], [1, 2], [2, 0]);
    expect(curve[0]).toEqual([0, 0]);
    expect(curve.at(-1)).toEqual([2, 0]);
    expect(curve[4]).toEqual([1, 1]);
  });
});

describe("placement", () => {
  it("scales, turns clockwise on the screen, then moves; areas grow by the product of the scales", () => {
    const placed = transformOutline([[1, 0]], placement(10, 20, 2, 3, Math.PI / 2));
    expect(placed[0][0]).toBeCloseTo(10, 12);
    expect(placed[0][1]).toBeCloseTo(22, 12);
    expect(area(transformOutline(rectangle(0, 0, 1, 1), placement(5, 6, -2, 3, 0.4)))).toBeCloseTo(6, 12);
  });
});
