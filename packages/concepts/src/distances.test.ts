import { describe, expect, it } from "vitest";
import { countDistinct, distanceMatrix } from "./distances.js";
import { normalProfiles } from "./test-profiles.js";

describe("distanceMatrix", () => {
  it("holds the Euclidean distance of every pair", () => {
    const points = normalProfiles(11, 5, 1);
    const distances = distanceMatrix(points);
    points.forEach((a, i) => {
      points.forEach((b, j) => {
        const expected = Math.hypot(...a.map((value, d) => value - b[d]));
        expect(distances[i * 11 + j]).toBeCloseTo(expected, 12);
      });
    });
  });
});

describe("countDistinct", () => {
  it("counts coinciding points once, rounding errors aside", () => {
    const points = [
      [0, 0],
      [1, 0],
      [0, 1e-13],
      [1, 1e-12],
      [0, 1],
      [0, 1e-3],
    ];
    expect(countDistinct(distanceMatrix(points), 6)).toBe(4);
    expect(countDistinct(distanceMatrix([[2], [2], [2]]), 3)).toBe(1);
    expect(countDistinct(distanceMatrix([[], []]), 2)).toBe(1);
  });
});
