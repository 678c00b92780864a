import { describe, expect, it } from "vitest";
import { centreOverNeurons, correlation } from "./correlation.js";
import { normalProfiles, statisticsOf } from "./test-profiles.js";

/** Pearson's r of two profiles, from its definition. */
function pearson(a: readonly number[], b: readonly number[]): number {
  const mean = (x: readonly number[]) => x.reduce((sum, value) => sum + value, 0) / x.length;
  const product = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, value, p) => sum + (value - mean(x)) * (y[p] - mean(y)), 0);
  return product(a, b) / Math.sqrt(product(a, a) * product(b, b));
}

describe("correlation", () => {
  it("is Pearson's r between profiles", () => {
    const profiles = normalProfiles(6, 30, 2).map((row, i) => row.map((value) => 3 * i + (i + 1) * value));
    const result = correlation(statisticsOf(profiles));
    profiles.forEach((a, i) => {
      profiles.forEach((b, j) => {
        expect(result[i * 6 + j]).toBeCloseTo(pearson(a, b), 10);
      });
      expect(result[i * 6 + i]).toBe(1);
    });
  });

  it("agrees with numpy.corrcoef", () => {
    const result = correlation(
      statisticsOf([
        [1, 2, 0, 4, 3, 0],
        [2, 4, 1, 8, 5, 0],
        [0, 1, 5, 1, 0, 2],
      ]),
    );
    expect(result[1]).toBeCloseTo(0.9845928483, 10);
    expect(result[2]).toBeCloseTo(-0.589188303637, 10);
    expect(result[5]).toBeCloseTo(-0.472077475482, 10);
  });

  it("gives a constant neuron a row of zeros", () => {
    const result = correlation(
      statisticsOf([
        [1, 2, 3],
        [7.1, 7.1, 7.1],
      ]),
    );
    expect([...result]).toEqual([1, 0, 0, 0]);
  });

  it("takes the neurons asked for, in that order", () => {
    const stats = statisticsOf(normalProfiles(4, 20, 5));
    const all = correlation(stats);
    const some = correlation(stats, [3, 1]);
    expect([...some]).toEqual([1, all[13], all[7], 1]);
  });

  it("stays within [−1, 1] for profiles that are equal up to scale", () => {
    const [row] = normalProfiles(1, 50, 9);
    const result = correlation(statisticsOf([row, row.map((v) => 3 * v + 1), row.map((v) => -0.1 * v)]));
    expect(Math.max(...result)).toBeLessThanOrEqual(1);
    expect(Math.min(...result)).toBeGreaterThanOrEqual(-1);
    expect(result[1]).toBeCloseTo(1, 12);
    expect(result[2]).toBeCloseTo(-1, 12);
  });
});

describe("centreOverNeurons", () => {
  it("is H R H: computed by two products, with row sums of zero", () => {
    const size = 7;
    const matrix = correlation(statisticsOf(normalProfiles(size, 12, 4)));
    const centred = centreOverNeurons(matrix, size);
    const h = (i: number, j: number) => (i === j ? 1 : 0) - 1 / size;
    for (let i = 0; i < size; i++) {
      let rowSum = 0;
      for (let j = 0; j < size; j++) {
        let expected = 0;
        for (let p = 0; p < size; p++) {
          for (let q = 0; q < size; q++) expected += h(i, p) * matrix[p * size + q] * h(q, j);
        }
        expect(centred[i * size + j]).toBeCloseTo(expected, 12);
        rowSum += centred[i * size + j];
      }
      expect(rowSum).toBeCloseTo(0, 12);
    }
  });
});
