import { describe, expect, it } from "vitest";
import { type LabelledPoint, placeLabels } from "./place-labels.js";

const options = { width: 600, height: 400, lineHeight: 16, radius: 4 };

/** Park and Miller's generator: the same numbers in every run. */
function randomPoints(count: number): LabelledPoint[] {
  let state = 42;
  const next = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  return Array.from({ length: count }, () => ({ x: next() * 600, y: next() * 400, width: 20 + next() * 60 }));
}

const boxOf = ({ x, y, width }: LabelledPoint, { dx, dy }: { dx: number; dy: number }) => {
  const top = y + dy - 16 * 0.76;
  return { left: x + dx, right: x + dx + width, top, bottom: top + 16 };
};
type Box = ReturnType<typeof boxOf>;
const overlap = (a: Box, b: Box) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

describe("placeLabels", () => {
  const points = randomPoints(300);
  const order = points.map((_, i) => i);
  const places = placeLabels(points, order, options);
  const boxes = [...places].map(([i, place]) => ({ i, box: boxOf(points[i], place) }));

  it("lets no label touch another, a point of another, or the border", () => {
    expect(boxes.length).toBeGreaterThan(20);
    const marks = points.map(({ x, y }) => ({ left: x - 4, right: x + 4, top: y - 4, bottom: y + 4 }));
    for (const { i, box } of boxes) {
      expect(box.left >= 0 && box.right <= 600 && box.top >= 0 && box.bottom <= 400).toBe(true);
      expect(boxes.some((other) => other.i !== i && overlap(box, other.box))).toBe(false);
      expect(marks.some((mark, j) => j !== i && overlap(box, mark))).toBe(false);
    }
  });

  it("serves the first of the order first", () => {
    const crowded = [0, 1, 2].map((i) => ({ x: 300 + i, y: 200 + i, width: 900 }));
    const wide = { ...options, width: 2000 };
    const near = crowded.map((point) => ({ ...point, width: 60 }));
    expect(placeLabels(near, [2, 1, 0], wide).has(2)).toBe(true);
    expect(placeLabels(crowded, [0], options).size).toBe(0);
  });

  it("labels all where there is room", () => {
    const apart = [50, 200, 350].map((x) => ({ x, y: 200, width: 60 }));
    expect(placeLabels(apart, [0, 1, 2], options).size).toBe(3);
  });
});
