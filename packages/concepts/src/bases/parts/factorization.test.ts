import { describe, expect, it } from "vitest";
import { agreement } from "../agreement.js";
import { fitBasis } from "../fit-basis.js";
import { plantedSample, randomMetric } from "../test-samples.js";
import { unitRows } from "../unit-rows.js";
import { Factorization } from "./factorization.js";

describe("Factorization", () => {
  it.each([
    ["plainly", {}, null],
    ["in a metric", {}, randomMetric(24)],
    ["with signed directions", { signed: true }, null],
    ["with signed directions in a metric", { signed: true }, randomMetric(24)],
  ] as const)("never raises its objective %s", (_, given, metric) => {
    const { sample } = plantedSample(given);
    const vectors = Float64Array.from(sample.vectors);
    const start = unitRows(vectors.slice(0, 6 * 24), 6, 24);
    const factorization = new Factorization(vectors, sample.count, 24, start, metric, "signed" in given);
    let before = factorization.objective();
    for (let i = 0; i < 12; i++) {
      factorization.step();
      const after = factorization.objective();
      expect(after).toBeLessThanOrEqual(before * (1 + 1e-9));
      before = after;
    }
  });

  it("finds planted directions that add up, where patterns find mixtures", () => {
    const planted = plantedSample({ concepts: 8, count: 1500, noise: 0.005 });
    const parts = fitBasis("parts", planted, { count: 8, seed: 5, components: 0.95 });
    const patterns = fitBasis("patterns", planted, { count: 8, seed: 5, components: 0.95 });
    const truth = { ...parts, directions: unitRows(planted.truth.slice(), 8, 24) };
    expect(agreement(parts, truth).median).toBeGreaterThan(0.97);
    expect(agreement(patterns, truth).median).toBeLessThan(agreement(parts, truth).median);
  });
});
