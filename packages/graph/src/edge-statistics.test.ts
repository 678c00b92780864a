import { describe, expect, it } from "vitest";
import { edgeStatistics } from "./edge-statistics.js";

const sums = [3.1, -0.4, 2.2, 5.0, 1.9, 0.3, -1.2, 4.4, 2.8, 3.3, 0.9];
const images = [2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3];

describe("edgeStatistics", () => {
  it("agrees with scipy over group means, and with the mean over all images", () => {
    const statistics = edgeStatistics(sums, images);
    expect(statistics.mean).toBeCloseTo(0.9695652173913044, 14);
    expect(statistics.images).toBe(23);
    expect(statistics.standardError).toBeCloseTo(0.2984810028978546, 14);
    expect(statistics.tQuantile).toBeCloseTo(2.228138851986274, 13);
    expect(statistics.signAgreement).toBeCloseTo(9 / 11, 15);
  });

  it("knows no error with fewer than ten groups", () => {
    const statistics = edgeStatistics(sums.slice(0, 9), images.slice(0, 9));
    expect(statistics).toMatchObject({ images: 18, standardError: null, tQuantile: null, signAgreement: null });
    expect(statistics.mean).toBeCloseTo(18.1 / 18, 14);
  });

  it("does not count groups without images", () => {
    expect(edgeStatistics([...sums, 0], [...images, 0])).toEqual(edgeStatistics(sums, images));
  });

  it("is certain of an edge that is nothing in every group", () => {
    expect(edgeStatistics(new Float64Array(10), images)).toMatchObject({ mean: 0, standardError: 0, signAgreement: 1 });
    expect(edgeStatistics([], [])).toMatchObject({ mean: 0, images: 0, standardError: null });
  });
});
