import { describe, expect, it } from "vitest";
import { fitViewport, openingViewport, type Viewport } from "./viewport.js";

const view = { width: 900, height: 700 };
const headings = (zoom: number) => (zoom < 0.4 ? 118 : 78);
const inView = ({ zoom, pan }: Viewport, { x, y }: { x: number; y: number }) =>
  x * zoom + pan.x > 0 &&
  x * zoom + pan.x < view.width &&
  y * zoom + pan.y > headings(zoom) &&
  y * zoom + pan.y < view.height;

const spread = [
  { x: 0, y: -600 },
  { x: 1300, y: 700 },
  { x: 650, y: 10 },
];
const deep = Array.from({ length: 60 }, (_, column) => ({ x: column * 140, y: (column % 5) * 84 }));

describe("fitViewport", () => {
  it("brings every point into view", () => {
    for (const points of [spread, deep]) {
      const viewport = fitViewport(points, view, headings);
      expect(points.every((point) => inView(viewport, point))).toBe(true);
    }
  });
  it("does not blow up a single node, nor lose it", () => {
    const { zoom, pan } = fitViewport([{ x: 300, y: 0 }], view, headings);
    expect(zoom).toBeLessThan(2);
    expect(300 * zoom + pan.x).toBeCloseTo(view.width / 2, 6);
  });
});

describe("openingViewport", () => {
  it("shows all where that can be read", () => {
    const points = spread.map(({ x, y }) => ({ x: x / 2, y: y / 2 }));
    expect(openingViewport(points, view, headings)).toEqual(fitViewport(points, view, headings));
  });
  it("shows the end of a deep network, and larger", () => {
    const viewport = openingViewport(deep, view, headings);
    expect(viewport.zoom).toBeGreaterThan(2 * fitViewport(deep, view, headings).zoom);
    expect(deep.slice(-5).every((point) => inView(viewport, point))).toBe(true);
    expect(inView(viewport, deep[0])).toBe(false);
  });
});
