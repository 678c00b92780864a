import { describe, expect, it } from "vitest";
import { centreOverNeurons, correlation } from "./correlation.js";
import { principalComponents } from "./principal-components.js";
import { createRandom } from "./random.js";
import { normalProfiles, plantedProfiles, statisticsOf } from "./test-profiles.js";

function centredCorrelation(profiles: number[][]): Float64Array {
  return centreOverNeurons(correlation(statisticsOf(profiles)), profiles.length);
}

const small = [
  [1, 2, 0, 4, 3, 0],
  [2, 4, 1, 8, 5, 0],
  [0, 1, 5, 1, 0, 2],
  [3, 0, 0, 1, 6, 1],
  [1, 1, 4, 0, 0, 3],
];

describe("principalComponents", () => {
  it("with all components has the inner products of the centred profiles", () => {
    const size = 12;
    const centred = centredCorrelation(normalProfiles(size, 30, 1));
    const { scores, explainedVariance } = principalComponents(centred, size, 64, createRandom(0));
    expect(explainedVariance).toBeCloseTo(1, 12);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        const product = scores[i].reduce((sum, value, k) => sum + value * scores[j][k], 0);
        expect(product).toBeCloseTo(centred[i * size + j], 10);
      }
    }
  });

  it("keeps the fewest components that reach the fraction, as numpy counts them", () => {
    const take = (components: number) => principalComponents(centredCorrelation(small), 5, components, createRandom(0));
    expect(take(0.9).eigenvalues.length).toBe(2);
    expect(take(0.9).explainedVariance).toBeCloseTo(0.9863186678914991, 12);
    expect(take(0.77).eigenvalues.length).toBe(1);
    expect(take(0.99).eigenvalues.length).toBe(3);
    expect(take(1).explainedVariance).toBeCloseTo(0.7745847553831815, 12);
    expect(take(4).eigenvalues.length).toBe(4);
    expect(take(5).eigenvalues.length).toBe(4);
  });

  it("has scores of mean zero, orthogonal across components, of squared length λ", () => {
    const { scores, eigenvalues } = principalComponents(
      centredCorrelation(plantedProfiles(300, 6, 80, 0.8, 3)),
      300,
      0.9,
      createRandom(0),
    );
    expect(eigenvalues.length).toBeGreaterThan(5);
    for (let a = 0; a < eigenvalues.length; a++) {
      expect(scores.reduce((sum, score) => sum + score[a], 0)).toBeCloseTo(0, 10);
      for (let b = 0; b <= a; b++) {
        const product = scores.reduce((sum, score) => sum + score[a] * score[b], 0);
        expect(product).toBeCloseTo(a === b ? eigenvalues[a] : 0, 9);
      }
    }
  });

  it("says how much of the whole variance it holds, also where only a subspace was computed", () => {
    const size = 300;
    const centred = centredCorrelation(plantedProfiles(size, 6, 300, 0.1, 3));
    let trace = 0;
    for (let i = 0; i < size; i++) trace += centred[i * size + i];
    const { eigenvalues, explainedVariance } = principalComponents(centred, size, 5, createRandom(0));
    expect(explainedVariance).toBeCloseTo(eigenvalues.reduce((sum, value) => sum + value, 0) / trace, 12);
    // Noise of variance 0.01 beside patterns of variance 1 is 1 % of each neuron.
    expect(explainedVariance).toBeGreaterThan(0.98);
    expect(explainedVariance).toBeLessThan(0.995);
  });

  it("keeps nothing where profiles do not differ", () => {
    const { scores, eigenvalues, explainedVariance } = principalComponents(
      centredCorrelation([small[0], small[0], small[0]]),
      3,
      0.9,
      createRandom(0),
    );
    expect(scores).toEqual([[], [], []]);
    expect(eigenvalues).toEqual([]);
    expect(explainedVariance).toBe(1);
  });
});
