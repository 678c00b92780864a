import { describe, expect, it } from "vitest";
import { basisKinds, fitBasis } from "./fit-basis.js";
import { reconstruct, remainder } from "./parts-of.js";
import { FrozenReadout, readout } from "./readout.js";
import { StrengthSolver } from "./strengths.js";
import { plantedSample, randomMetric } from "./test-samples.js";

const options = { count: 6, seed: 3, components: 0.95 };
const mean = Float64Array.from({ length: 24 }, (_, i) => 0.3 + 0.02 * i);
const cases = basisKinds.flatMap((kind) => [
  { name: `${kind}`, kind, data: plantedSample() },
  { name: `${kind} with a metric`, kind, data: { ...plantedSample(), metric: randomMetric(24) } },
  { name: `${kind} of a layer that goes below zero`, kind, data: plantedSample({ signed: true }) },
  { name: `${kind} from a mean baseline`, kind, data: { ...plantedSample(), baseline: mean } },
]);

describe.each(cases)("$name", ({ kind, data }) => {
  const { sample } = data;
  const basis = fitBasis(kind, data, options);
  const strengths = new StrengthSolver(basis).ofRows(sample.vectors, sample.count);

  it("has as many directions of unit length as asked for", () => {
    expect(basis.count).toBe(6);
    for (let k = 0; k < basis.count; k++) {
      expect(Math.hypot(...basis.directions.subarray(k * 24, (k + 1) * 24))).toBeCloseTo(1, 12);
    }
    if (!basis.signed) expect(basis.directions.every((value) => value >= 0)).toBe(true);
  });

  it("adds up to the activation with the remainder", () => {
    const said = reconstruct(basis, strengths, sample.count);
    const rest = remainder(basis, sample.vectors, strengths, sample.count);
    const errors = sample.vectors.map((value, i) => Math.abs(said[i] + rest[i] - value));
    expect(Math.max(...errors)).toBeLessThan(1e-5);
  });

  it("meets the conditions of Karush, Kuhn and Tucker", () => {
    const { analysis, gram } = new StrengthSolver(basis).maps;
    for (let n = 0; n < 100; n++) {
      for (let k = 0; k < basis.count; k++) {
        let slope = 0;
        for (let i = 0; i < 24; i++) slope += analysis[k * 24 + i] * (sample.vectors[n * 24 + i] - basis.baseline[i]);
        for (let j = 0; j < basis.count; j++) slope -= gram[k * basis.count + j] * strengths[n * basis.count + j];
        const strength = strengths[n * basis.count + k];
        if (basis.clusters === null) expect(strength).toBeGreaterThanOrEqual(0);
        if (strength > 0 || basis.clusters !== null) expect(Math.abs(slope)).toBeLessThan(1e-5);
        else expect(slope).toBeLessThan(1e-5);
      }
    }
  });

  it("reads strengths out linearly on the active set", () => {
    const frozen = new FrozenReadout(basis);
    const { analysis } = new StrengthSolver(basis).maps;
    for (let n = 0; n < 20; n++) {
      const own = strengths.subarray(n * basis.count, (n + 1) * basis.count);
      const active = [...own.keys()].filter((k) => basis.clusters !== null || own[k] > 0);
      const difference = Float64Array.from({ length: 24 }, (_, i) => sample.vectors[n * 24 + i] - basis.baseline[i]);
      const rows = readout(basis, active);
      active.forEach((k, row) => {
        const value = difference.reduce((sum, a, i) => sum + a * rows[row * 24 + i], 0);
        expect(value).toBeCloseTo(own[k], 4);
      });
      const products = Float64Array.from({ length: basis.count }, (_, k) =>
        difference.reduce((sum, a, i) => sum + a * analysis[k * 24 + i], 0),
      );
      frozen.freeze(own, 0, 1);
      frozen.apply(products, 0, 1);
      products.forEach((value, k) => {
        expect(value).toBeCloseTo(own[k], 4);
      });
    }
  });

  it("gives the same bytes for the same seed, and the same over maps as over rows", () => {
    expect(fitBasis(kind, data, options)).toEqual(basis);
    const maps = Float32Array.from({ length: 4 * 24 * 5 }, (_, at) => {
      const [image, rest] = [Math.floor(at / 120), at % 120];
      return sample.vectors[(image * 5 + (rest % 5)) * 24 + Math.floor(rest / 5)];
    });
    const ofMaps = new StrengthSolver(basis).ofMaps(maps, 4, 5);
    ofMaps.forEach((value, at) => {
      const [image, rest] = [Math.floor(at / (5 * basis.count)), at % (5 * basis.count)];
      expect(value).toBe(strengths[(image * 5 + (rest % 5)) * basis.count + Math.floor(rest / 5)]);
    });
  });
});

describe("fitBasis", () => {
  it("makes no more concepts than there are distinct vectors", () => {
    const vectors = Float32Array.from([1, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 0]);
    const data = { sample: { channels: 3, count: 4, vectors }, statistics: null, baseline: null, metric: null };
    for (const kind of basisKinds) {
      const basis = fitBasis(kind, data, { ...options, count: 5 });
      expect(basis.count).toBe(2);
      expect(basis.dead).toEqual([2]);
    }
  });

  it("makes none of a layer that is silent", () => {
    const data = plantedSample({ count: 0 });
    for (const kind of basisKinds) {
      const basis = fitBasis(kind, data, options);
      expect(basis.count).toBe(0);
      expect(basis.dead).toHaveLength(24);
      expect([...reconstruct(basis, new Float32Array(0), 1)]).toEqual(new Array(24).fill(0));
    }
  });

  it.each([
    [{ ...options, count: 0 }, "invalid concept count"],
    [{ ...options, seed: 0.5 }, "invalid seed"],
  ])("refuses %o", (bad, message) => {
    expect(() => fitBasis("parts", plantedSample(), bad)).toThrow(message);
  });
});
