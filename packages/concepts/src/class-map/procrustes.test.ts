import { describe, expect, it } from "vitest";
import { createRandom } from "../random.js";
import type { Point } from "./point.js";
import { alignTo } from "./procrustes.js";

const { normal } = createRandom(2);
const drawn = (count = 9) => Array.from({ length: count }, (): Point => [3 * normal(), normal()]);

/** Turned by an angle, mirrored or not, and moved. */
function moved(points: readonly Point[], angle: number, mirror: 1 | -1, [dx, dy]: Point): Point[] {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return points.map(([x, y]) => [dx + cos * x - sin * mirror * y, dy + sin * x + cos * mirror * y]);
}

function expectSame(points: readonly Point[], expected: readonly Point[]): void {
  points.forEach(([x, y], i) => {
    expect(x).toBeCloseTo(expected[i][0], 9);
    expect(y).toBeCloseTo(expected[i][1], 9);
  });
}

const squares = (a: readonly Point[], b: readonly Point[]) =>
  a.reduce((sum, [x, y], i) => sum + (x - b[i][0]) ** 2 + (y - b[i][1]) ** 2, 0);

describe("alignTo", () => {
  const [points, reference] = [drawn(), drawn()];

  it("finds points again that were moved rigidly", () => {
    expectSame(alignTo(moved(points, 2, 1, [4, -7]), points), points);
    expectSame(alignTo(moved(points, -1, -1, [0, 3]), points), points);
  });

  it("moves rigidly: distances stay", () => {
    const aligned = alignTo(points, reference);
    const distance = (list: readonly Point[], i: number, j: number) =>
      Math.hypot(list[i][0] - list[j][0], list[i][1] - list[j][1]);
    for (let i = 1; i < points.length; i++) expect(distance(aligned, 0, i)).toBeCloseTo(distance(points, 0, i), 10);
  });

  it("turns and mirrors with the reference, and does not mind how the points lay", () => {
    const aligned = alignTo(points, reference);
    expectSame(alignTo(points, moved(reference, 0.8, -1, [1, 2])), moved(aligned, 0.8, -1, [1, 2]));
    expectSame(alignTo(moved(points, 3, -1, [5, 5]), reference), aligned);
  });

  it("comes nearer than any rigid motion of a fine grid about its own", () => {
    const best = squares(alignTo(points, reference), reference);
    const aligned = alignTo(points, reference);
    for (let k = 0; k < 360; k++) {
      for (const mirror of [1, -1] as const) {
        expect(squares(moved(points, (k * Math.PI) / 180, mirror, [0, 0]), reference)).toBeGreaterThanOrEqual(best);
        expect(squares(moved(aligned, k / 1e4, mirror, [0, 0]), reference)).toBeGreaterThanOrEqual(best - 1e-9);
      }
    }
  });
});
