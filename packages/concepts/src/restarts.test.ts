import { describe, expect, it } from "vitest";
import { distanceMatrix } from "./distances.js";
import { kMeans } from "./k-means.js";
import { Restarts } from "./restarts.js";
import { normalProfiles } from "./test-profiles.js";

describe("Restarts", () => {
  const points = normalProfiles(30, 4, 1);
  const distances = distanceMatrix(points);

  it("has one clustering for each seed, in their order, and each once", () => {
    const restarts = new Restarts(points, distances, [5, 6, 7]);
    const two = restarts.of(4, 2);
    const all = restarts.of(4);
    expect(all).toEqual([5, 6, 7].map((seed) => kMeans(points, distances, 4, seed)));
    expect(two.length).toBe(2);
    two.forEach((clustering, i) => {
      expect(all[i]).toBe(clustering);
    });
    expect(restarts.of(4, 1)).toEqual([all[0]]);
    expect(restarts.of(3)[0].labels).not.toEqual(all[0].labels);
  });
});
