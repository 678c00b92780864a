import { GipfelError } from "@gipfel/contracts";
import { describe, expect, it } from "vitest";
import { accumulateStatistics, checkStatistics, emptyStatistics } from "./profile-statistics.js";
import { normalProfiles, statisticsOf } from "./test-profiles.js";

function codeOf(action: () => void): string | undefined {
  try {
    action();
  } catch (error) {
    return error instanceof GipfelError ? error.code : "other";
  }
  return undefined;
}

describe("accumulateStatistics", () => {
  it("of two halves is the statistics of the whole", () => {
    const whole = normalProfiles(5, 40, 3);
    const halves = emptyStatistics(5);
    accumulateStatistics(halves, statisticsOf(whole.map((row) => row.slice(0, 15))));
    accumulateStatistics(halves, statisticsOf(whole.map((row) => row.slice(15))));
    const expected = statisticsOf(whole);
    expect(halves.count).toBe(40);
    halves.gram.forEach((value, i) => {
      expect(value).toBeCloseTo(expected.gram[i], 10);
    });
    halves.sums.forEach((value, i) => {
      expect(value).toBeCloseTo(expected.sums[i], 10);
    });
  });

  it("keeps a neuron active once it has been", () => {
    const stats = emptyStatistics(2);
    accumulateStatistics(stats, statisticsOf([[1], [0]]));
    accumulateStatistics(stats, statisticsOf([[0], [0]]));
    expect([...stats.active]).toEqual([1, 0]);
  });

  it("refuses a batch of another number of neurons", () => {
    expect(codeOf(() => accumulateStatistics(emptyStatistics(3), statisticsOf([[1]])))).toBe("SHAPE_MISMATCH");
  });
});

describe("checkStatistics", () => {
  it("refuses NaN, Infinity and active neurons without columns", () => {
    const broken = statisticsOf([
      [1, 2],
      [3, 5],
    ]);
    broken.gram[2] = Number.NaN;
    expect(codeOf(() => checkStatistics(broken))).toBe("ENGINE_FAILED");
    const infinite = statisticsOf([[1, 2]]);
    infinite.sums[0] = Number.POSITIVE_INFINITY;
    expect(codeOf(() => checkStatistics(infinite))).toBe("ENGINE_FAILED");
    const empty = emptyStatistics(1);
    empty.active[0] = 1;
    expect(codeOf(() => checkStatistics(empty))).toBe("DATASET_EMPTY");
    expect(codeOf(() => checkStatistics(emptyStatistics(1)))).toBeUndefined();
  });
});
