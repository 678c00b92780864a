import { describe, expect, it } from "vitest";
import { centreOverNeurons, correlation } from "./correlation.js";
import { eigenpairs, leadingEigenpairs } from "./eigenpairs.js";
import { createRandom } from "./random.js";
import { dot, symmetricProduct } from "./symmetric-product.js";
import { plantedProfiles, statisticsOf } from "./test-profiles.js";

function centredCorrelation(profiles: number[][]): Float64Array {
  return centreOverNeurons(correlation(statisticsOf(profiles)), profiles.length);
}

describe("eigenpairs", () => {
  it("agrees with numpy.linalg.eigh", () => {
    const centred = centredCorrelation([
      [1, 2, 0, 4, 3, 0],
      [2, 4, 1, 8, 5, 0],
      [0, 1, 5, 1, 0, 2],
      [3, 0, 0, 1, 6, 1],
      [1, 1, 4, 0, 0, 3],
    ]);
    const expected = [3.571405789412818, 0.9762491653649343, 0.06060794295777887, 0.002473067040937627, 0];
    [...eigenpairs(centred, 5).values].forEach((value, k) => {
      expect(value).toBeCloseTo(expected[k], 12);
    });
  });

  it("has orthonormal vectors that the matrix only stretches", () => {
    const size = 20;
    const centred = centredCorrelation(plantedProfiles(size, 3, 50, 0.7, 1));
    const { values, vectors } = eigenpairs(centred, size);
    const images = symmetricProduct(centred, size, vectors, size);
    for (let a = 0; a < size; a++) {
      for (let b = 0; b < size; b++) {
        expect(dot(vectors, a * size, vectors, b * size, size)).toBeCloseTo(a === b ? 1 : 0, 10);
      }
      for (let i = 0; i < size; i++) expect(images[a * size + i]).toBeCloseTo(values[a] * vectors[a * size + i], 10);
    }
  });
});

describe("leadingEigenpairs", () => {
  const size = 500;
  const planted = 11;
  const centred = centredCorrelation(plantedProfiles(size, planted + 1, 200, 0.3, 7));
  const full = eigenpairs(centred, size);
  const reduced = leadingEigenpairs(centred, size, 64, createRandom(0));

  it("finds the planted eigenvalues of 500 neurons to 1e-6 and their subspace", () => {
    for (let k = 0; k < planted; k++) {
      expect(Math.abs(reduced.values[k] / full.values[k] - 1)).toBeLessThan(1e-6);
      // Squared cosine between a found vector and the true subspace: 1 − sin² of the angle.
      let inside = 0;
      for (let t = 0; t < planted; t++) inside += dot(reduced.vectors, k * size, full.vectors, t * size, size) ** 2;
      expect(1 - inside).toBeLessThan(1e-9);
    }
  });

  it("is orthonormal and never above the true values, also among the noise", () => {
    for (let a = 0; a < 64; a++) {
      expect(reduced.values[a]).toBeLessThanOrEqual(full.values[a] * (1 + 1e-12));
      expect(reduced.values[a]).toBeGreaterThan(0.8 * full.values[a]);
      for (let b = 0; b <= a; b++) {
        const product = dot(reduced.vectors, a * size, reduced.vectors, b * size, size);
        expect(Math.abs(product - (a === b ? 1 : 0))).toBeLessThan(1e-10);
      }
    }
  });

  it("finds directions that the matrix only stretches among so many neurons that one power iteration has to do", () => {
    const many = 600;
    const matrix = centredCorrelation(plantedProfiles(many, planted + 1, 100, 0.3, 8));
    const { values, vectors } = leadingEigenpairs(matrix, many, planted, createRandom(1));
    const images = symmetricProduct(matrix, many, vectors, planted);
    for (let k = 0; k < planted; k++) {
      let residual = 0;
      for (let i = 0; i < many; i++) residual += (images[k * many + i] - values[k] * vectors[k * many + i]) ** 2;
      expect(Math.sqrt(residual) / values[k]).toBeLessThan(1e-4);
    }
  });

  it("copes with a matrix of lower rank than asked for", () => {
    const lowRank = centredCorrelation(plantedProfiles(90, 3, 40, 0, 2));
    const { values } = leadingEigenpairs(lowRank, 90, 64, createRandom(0));
    expect(values[1]).toBeGreaterThan(1);
    for (const value of values.slice(2)) expect(Math.abs(value)).toBeLessThan(1e-10);
  });
});
