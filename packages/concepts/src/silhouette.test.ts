import { describe, expect, it } from "vitest";
import { distanceMatrix } from "./distances.js";
import { silhouette } from "./silhouette.js";
import { normalProfiles } from "./test-profiles.js";

describe("silhouette", () => {
  it("agrees with a calculation by hand", () => {
    // 0 and 11: a = 1, b = 10.5. 1 and 10: a = 1, b = 9.5.
    const distances = distanceMatrix([[0], [1], [10], [11]]);
    expect(silhouette(distances, [0, 0, 1, 1], 2)).toBeCloseTo((9.5 / 10.5 + 8.5 / 9.5) / 2, 14);
  });

  it("counts 0 for a cluster of one", () => {
    // 0: a = 1, b = 4; 1: a = 1, b = 3; 4 is alone.
    expect(silhouette(distanceMatrix([[0], [1], [4]]), [0, 0, 1], 2)).toBeCloseTo((3 / 4 + 2 / 3) / 3, 14);
  });

  it("agrees with scikit-learn", () => {
    const distances = distanceMatrix([
      [0, 0],
      [1, 0],
      [0, 2],
      [5, 5],
      [6, 5],
      [5, 7],
      [9, 0],
      [8, 1],
    ]);
    expect(silhouette(distances, [0, 0, 0, 1, 1, 1, 2, 2], 3)).toBeCloseTo(0.7404695861413864, 12);
    expect(silhouette(distances, [0, 0, 1, 1, 1, 2, 2, 2], 3)).toBeCloseTo(0.17943878760243553, 12);
  });

  it("agrees with its definition point by point", () => {
    const points = normalProfiles(25, 3, 2);
    const distances = distanceMatrix(points);
    const labels = points.map((_, i) => (i * i) % 4);
    const clusters = new Set(labels).size;
    const compact = labels.map((label) => [...new Set(labels)].indexOf(label));
    const mean = (i: number, c: number) => {
      const others = compact.flatMap((label, j) => (label === c && j !== i ? [distances[i * 25 + j]] : []));
      return others.reduce((sum, distance) => sum + distance / others.length, 0);
    };
    const values = compact.map((own, i) => {
      const across = Array.from({ length: clusters }, (_, c) => c).filter((c) => c !== own);
      const [a, b] = [mean(i, own), Math.min(...across.map((c) => mean(i, c)))];
      return (b - a) / Math.max(a, b);
    });
    const expected = values.reduce((sum, value) => sum + value / 25, 0);
    expect(silhouette(distances, compact, clusters)).toBeCloseTo(expected, 12);
  });

  it("is 0 where all points coincide", () => {
    expect(silhouette(distanceMatrix([[1], [1], [1], [1]]), [0, 0, 1, 1], 2)).toBe(0);
  });
});
