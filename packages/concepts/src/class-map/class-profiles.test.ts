import { describe, expect, it } from "vitest";
import { createRandom } from "../random.js";
import { classProfiles, cosines } from "./class-profiles.js";

const { uniform } = createRandom(5);
const activations = Array.from({ length: 7 }, () => Array.from({ length: 4 }, uniform));

describe("class profiles", () => {
  it("have unit length", () => {
    for (const profile of classProfiles(activations)) expect(Math.hypot(...profile)).toBeCloseTo(1, 12);
  });

  it("do not depend on units and offsets of the concepts", () => {
    const other = activations.map((row) => row.map((value, u) => value * (u + 1) * 100 + u));
    classProfiles(other).forEach((profile, c) => {
      const expected = classProfiles(activations)[c];
      profile.forEach((value, u) => {
        expect(value).toBeCloseTo(expected[u], 10);
      });
    });
  });

  it("are 0 where a concept does the same in all classes", () => {
    const constant = classProfiles(activations.map((row) => [...row, 0.1]));
    for (const profile of constant) expect(profile[4]).toBe(0);
    expect(classProfiles([[1, 2]])).toEqual([[0, 0]]);
  });

  it("of two classes are opposite, since one is above the mean where the other is below", () => {
    const [first, second] = classProfiles(activations.slice(0, 2));
    first.forEach((value, u) => {
      expect(value).toBeCloseTo(-second[u], 12);
    });
  });
});

describe("cosines", () => {
  it("follow from distances: d² = 2 (1 − cosine)", () => {
    const profiles = classProfiles(activations);
    cosines(profiles, 3).forEach((cosine, c) => {
      const squared = profiles[c].reduce((sum, value, u) => sum + (value - profiles[3][u]) ** 2, 0);
      expect(2 * (1 - cosine)).toBeCloseTo(squared, 12);
    });
  });
});
