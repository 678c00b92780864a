import { describe, expect, it } from "vitest";
import { ease, interpolate } from "./interpolate.js";

describe("interpolate", () => {
  const to = [
    { id: "a", name: "A", x: 10, y: 20 },
    { id: "b", name: "B", x: 5, y: 5 },
  ];
  const from = new Map([["a", { id: "a", x: 0, y: 40 }]]);

  it("goes straight from where a point was to where it will be", () => {
    expect(interpolate(from, to, 0)[0]).toEqual({ id: "a", name: "A", x: 0, y: 40 });
    expect(interpolate(from, to, 0.25)[0]).toEqual({ id: "a", name: "A", x: 2.5, y: 35 });
    expect(interpolate(from, to, 1)).toEqual(to);
  });

  it("lets new points stand", () => {
    expect(interpolate(from, to, 0.5)[1]).toEqual(to[1]);
  });
});

describe("ease", () => {
  it("keeps ends and middle, and never goes back", () => {
    expect([ease(0), ease(0.5), ease(1)]).toEqual([0, 0.5, 1]);
    const values = Array.from({ length: 101 }, (_, i) => ease(i / 100));
    expect(values.every((value, i) => i === 0 || value > values[i - 1])).toBe(true);
  });
});
