import { describe, expect, it } from "vitest";
import { fitViewport, openingViewport, panToReveal, placeOf, type Viewport, viewportAt } from "./viewport.js";

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
  it("makes use of a large view", () => {
    const large = { width: 3200, height: 2000 };
    const points = [
      { x: 0, y: -300 },
      { x: 1000, y: 300 },
    ];
    expect(fitViewport(points, large, headings).zoom).toBeGreaterThan(1.5);
    expect(fitViewport(points, view, headings).zoom).toBeLessThan(1);
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

describe("panToReveal", () => {
  const now = { zoom: 0.5, pan: { x: 0, y: 0 } };
  const covered = { top: 80, right: 200 };
  const at = (x: number, y: number) => ({ x: x / 0.5, y: y / 0.5, width: 60, height: 60 });
  const reveal = (x: number, y: number) => panToReveal(at(x, y), now, view, covered);
  it("leaves alone what is in view", () => {
    expect(reveal(400, 300)).toEqual({ x: 0, y: 0 });
  });
  it("moves as little as it takes, and not under what covers the view", () => {
    const { x, y } = reveal(650, 20);
    expect(650 + x).toBeLessThanOrEqual(view.width - covered.right - 15);
    expect(650 + x).toBeGreaterThan(view.width - covered.right - 60);
    expect(20 + y).toBeGreaterThan(covered.top + 15);
    expect(reveal(-300, 300)).toMatchObject({ y: 0 });
    expect(reveal(-300, 300).x).toBeGreaterThan(300);
  });
});

describe("placeOf and viewportAt", () => {
  it("undo each other, and keep the middle in a view of another size", () => {
    const now: Viewport = { zoom: 0.7, pan: { x: -120, y: 33 } };
    const { zoom, pan } = viewportAt(placeOf(now, view), view);
    expect([zoom, pan.x, pan.y].map((value) => value.toFixed(9))).toEqual(
      [0.7, -120, 33].map((value) => value.toFixed(9)),
    );
    const small = { width: 300, height: 200 };
    const place = placeOf(now, view);
    const there = viewportAt(place, small);
    expect(there.zoom * place.x + there.pan.x).toBeCloseTo(150, 9);
    expect(there.zoom * place.y + there.pan.y).toBeCloseTo(100, 9);
  });
});
