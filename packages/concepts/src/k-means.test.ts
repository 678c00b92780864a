import { describe, expect, it } from "vitest";
import { distanceMatrix } from "./distances.js";
import { best, kMeansFrom, kMeans as kMeansOf } from "./k-means.js";
import { normalProfiles } from "./test-profiles.js";

const kMeans = (points: number[][], k: number, seed: number) => kMeansOf(points, distanceMatrix(points), k, seed);

const eight = [
  [0, 0],
  [1, 0],
  [0, 2],
  [5, 5],
  [6, 5],
  [5, 7],
  [9, 0],
  [8, 1],
];

describe("kMeans", () => {
  it("finds the least inertia that scikit-learn finds", () => {
    const clustering = best([1, 2, 3, 4].map((seed) => kMeans(eight, 3, seed)));
    expect(clustering.labels).toEqual([0, 0, 0, 1, 1, 1, 2, 2]);
    expect(clustering.inertia).toBeCloseTo(7.666666666666667, 12);
  });

  it("is the same for the same seed", () => {
    const points = normalProfiles(80, 6, 1);
    expect(kMeans(points, 7, 12)).toEqual(kMeans(points, 7, 12));
    const inertias = new Set(Array.from({ length: 8 }, (_, seed) => kMeans(points, 7, seed).inertia));
    expect(inertias.size).toBeGreaterThan(1);
  });

  it("never gets worse with more restarts", () => {
    const points = normalProfiles(60, 4, 2);
    const starts = Array.from({ length: 10 }, (_, seed) => kMeans(points, 6, seed));
    for (let count = 2; count <= starts.length; count++) {
      expect(best(starts.slice(0, count)).inertia).toBeLessThanOrEqual(best(starts.slice(0, count - 1)).inertia);
    }
  });

  it("ends where every point is with its nearest mean", () => {
    const points = normalProfiles(50, 3, 5);
    const { labels, inertia } = kMeans(points, 5, 1);
    const means = [0, 1, 2, 3, 4].map((c) => {
      const members = points.filter((_, i) => labels[i] === c);
      return members[0].map((_, d) => members.reduce((sum, point) => sum + point[d] / members.length, 0));
    });
    const squared = (point: number[], mean: number[]) =>
      point.reduce((sum, value, d) => sum + (value - mean[d]) ** 2, 0);
    let total = 0;
    points.forEach((point, i) => {
      const own = squared(point, means[labels[i]]);
      for (const mean of means) expect(own).toBeLessThanOrEqual(squared(point, mean) + 1e-12);
      total += own;
    });
    expect(inertia).toBeCloseTo(total, 10);
  });

  it("gives every distinct point its own cluster when asked for as many", () => {
    expect(new Set(kMeans(eight, 8, 3).labels).size).toBe(8);
    expect(kMeans(eight, 8, 3).inertia).toBe(0);
  });

  it("puts all points into one cluster, also points without coordinates", () => {
    expect(kMeans([[0], [4]], 1, 1)).toEqual({ labels: [0, 0], inertia: 8 });
    expect(kMeans([[], [], []], 1, 1)).toEqual({ labels: [0, 0, 0], inertia: 0 });
  });
});

describe("kMeansFrom", () => {
  it("uses again a cluster that runs empty", () => {
    const { labels, inertia } = kMeansFrom(eight, [
      [0, 0],
      [6, 4],
      [1000, 1000],
    ]);
    expect(new Set(labels).size).toBe(3);
    expect(inertia).toBeCloseTo(7.666666666666667, 12);
  });
});
