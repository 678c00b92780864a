import { describe, expect, it } from "vitest";
import { distanceMatrix } from "./distances.js";
import { kMeansStart } from "./k-means-start.js";
import { createRandom, type RandomSource } from "./random.js";
import { normalProfiles } from "./test-profiles.js";

/** A source whose uniform numbers are these, in turn. */
function scripted(values: readonly number[]): RandomSource {
  const rest = [...values];
  return { ...createRandom(0), uniform: () => rest.shift() ?? 0 };
}

describe("kMeansStart", () => {
  it("draws by squared distance and keeps the draw of least potential", () => {
    // From 0 the squared distances are 0, 1, 9, 100, running sums 0, 1, 10, 110.
    const distances = distanceMatrix([[0], [1], [3], [10]]);
    const second = (first: number, other: number) => kMeansStart(distances, 4, 2, scripted([0, first, other]))[1];
    // 3 leaves 1 + 49, 10 leaves 1 + 9, 1 leaves 4 + 81.
    expect(second(5 / 110, 60 / 110)).toBe(3);
    expect(second(60 / 110, 5 / 110)).toBe(3);
    expect(second(0.5 / 110, 5 / 110)).toBe(2);
    expect(second(1.5 / 110, 9.5 / 110)).toBe(2);
    expect(second(0, 0.99 / 110)).toBe(1);
  });

  it("chooses each distinct point once, coinciding ones never twice", () => {
    const points = normalProfiles(9, 3, 4);
    const distances = distanceMatrix([...points, ...points]);
    for (let seed = 0; seed < 20; seed++) {
      const chosen = kMeansStart(distances, 18, 9, createRandom(seed));
      expect([...new Set(chosen.map((i) => i % 9))].length).toBe(9);
    }
  });

  it("takes any points where all coincide", () => {
    expect(kMeansStart(new Float64Array(9), 3, 2, createRandom(1)).length).toBe(2);
  });
});
