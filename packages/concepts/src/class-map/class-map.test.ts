import { PCA } from "ml-pca";
import { describe, expect, it } from "vitest";
import { createRandom } from "../random.js";
import { classMap, mapMethod } from "./class-map.js";
import { classProfiles } from "./class-profiles.js";
import type { Point } from "./point.js";
import { alignTo } from "./procrustes.js";

/** Classes in clusters: their concepts' activations about those of the cluster. */
function clustered(clusters: number, each: number, concepts: number, noise: number, seed: number): number[][] {
  const { normal } = createRandom(seed);
  const centres = Array.from({ length: clusters }, () => Array.from({ length: concepts }, normal));
  return Array.from({ length: clusters * each }, (_, i) =>
    centres[i % clusters].map((value) => value + noise * normal()),
  );
}

const distances = (rows: readonly (readonly number[])[]) =>
  rows.map((a) => rows.map((b) => Math.hypot(...a.map((value, k) => value - b[k]))));

/** Ranks of all others by distance from i: 1 for the nearest. */
function ranksFrom(row: readonly number[], i: number): number[] {
  const order = [...row.keys()].filter((j) => j !== i).sort((a, b) => row[a] - row[b]);
  const ranks = row.map(() => 0);
  order.forEach((j, place) => {
    ranks[j] = place + 1;
  });
  return ranks;
}

/** Venna and Kaski 2001: 1 − 2/(n k (2n − 3k − 1)) · Σ_i Σ_{j near i on the map but not before} (rank(i, j) − k). */
function trustworthiness(before: readonly (readonly number[])[], after: readonly Point[], k: number): number {
  const n = before.length;
  const [from, to] = [distances(before), distances(after)];
  let penalty = 0;
  for (let i = 0; i < n; i++) {
    const [was, is] = [ranksFrom(from[i], i), ranksFrom(to[i], i)];
    for (let j = 0; j < n; j++) if (j !== i && is[j] <= k && was[j] > k) penalty += was[j] - k;
  }
  return 1 - (2 / (n * k * (2 * n - 3 * k - 1))) * penalty;
}

describe("a map of fewer than 20 classes", () => {
  const activations = clustered(3, 4, 6, 0.3, 1);

  it("is that of ml-pca, but for signs and size", () => {
    expect(mapMethod(activations.length)).toBe("pca");
    const profiles = classProfiles(activations);
    const scores = new PCA(profiles).predict(profiles, { nComponents: 2 });
    const radius = scores.norm("frobenius") / Math.sqrt(profiles.length);
    classMap(activations, null, 0).forEach((point, i) => {
      expect(Math.abs(point[0])).toBeCloseTo(Math.abs(scores.get(i, 0)) / radius, 9);
      expect(Math.abs(point[1])).toBeCloseTo(Math.abs(scores.get(i, 1)) / radius, 9);
    });
  });

  it("has its strongest entries on the positive side", () => {
    const map = classMap(activations, null, 0);
    for (const k of [0, 1] as const) {
      const values = map.map((point) => point[k]);
      expect(Math.max(...values)).toBe(Math.max(...values.map(Math.abs)));
    }
  });

  it("lies on that of the layer before, whichever way that was turned", () => {
    const previous = classMap(clustered(3, 4, 5, 0.3, 2), null, 0);
    const turned = previous.map(([x, y]): Point => [-y, x]);
    const map = classMap(activations, previous, 0);
    classMap(activations, turned, 0).forEach(([x, y], i) => {
      expect([x, y]).toEqual([expect.closeTo(-map[i][1], 9), expect.closeTo(map[i][0], 9)]);
    });
  });

  it("is there for any few classes, also where they do not differ", () => {
    expect(classMap([[1, 2]], null, 0)).toEqual([[0, 0]]);
    expect(classMap([[], []], null, 0)).toEqual([
      [0, 0],
      [0, 0],
    ]);
    expect(
      classMap(
        [
          [1, 2],
          [1, 2],
          [1, 2],
        ],
        null,
        0,
      ),
    ).toEqual([
      [0, 0],
      [0, 0],
      [0, 0],
    ]);
    const two = classMap(
      [
        [1, 5],
        [2, 3],
      ],
      null,
      0,
    );
    expect(two[0][0]).toBeGreaterThan(0);
    expect(two[1]).toEqual([-two[0][0], 0]);
  });
});

describe("a map of many classes", () => {
  const activations = clustered(6, 12, 10, 0.25, 3);
  const first = classMap(activations, null, 7);

  it("is the same to the last bit from the same seed, and another from another", () => {
    expect(mapMethod(activations.length)).toBe("umap");
    expect(classMap(activations, null, 7)).toEqual(first);
    expect(classMap(activations, null, 8)).not.toEqual(first);
  });

  it("keeps neighbours", () => {
    const profiles = classProfiles(activations);
    expect(trustworthiness(profiles, first, 8)).toBeGreaterThan(0.9);
    const shuffled = first.map((_, i) => first[(i % 12) * 6 + Math.floor(i / 12)]);
    expect(trustworthiness(profiles, shuffled, 8)).toBeLessThan(0.7);
  });

  it("moves classes less from layer to layer than maps of each layer alone would", () => {
    const next = activations.map((row) => row.map((value, u) => value * (1 + u / 20)));
    const travel = (map: readonly Point[]) =>
      map.reduce((sum, [x, y], i) => sum + Math.hypot(x - first[i][0], y - first[i][1]), 0) / map.length;
    const random = createRandom(1);
    const elsewhere = first.map((): Point => [random.normal(), random.normal()]);
    const alone = alignTo(classMap(next, elsewhere, 7), first);
    expect(travel(classMap(next, first, 7))).toBeLessThan(0.5 * travel(alone));
  });

  it("keeps neighbours where they are others than in the layer before", () => {
    const next = clustered(4, 18, 10, 0.25, 4);
    const map = classMap(next, first, 7);
    expect(trustworthiness(classProfiles(next), first, 8)).toBeLessThan(0.85);
    expect(trustworthiness(classProfiles(next), map, 8)).toBeGreaterThan(0.9);
  });

  it("takes classes that do not differ", () => {
    const same = activations.map(() => [1, 2, 3]);
    for (const point of classMap(same, first, 0)) expect(point.every(Number.isFinite)).toBe(true);
  });
});
