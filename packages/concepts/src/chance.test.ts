import { describe, expect, it } from "vitest";
import { chanceSilhouette, shuffledScores } from "./chance.js";
import { distanceMatrix } from "./distances.js";
import { createRandom } from "./random.js";
import { silhouette } from "./silhouette.js";

const effort = { restarts: 1, candidateStarts: 1, shuffles: 20, shuffleStarts: 2 };

describe("shuffledScores", () => {
  it("keeps mean and covariance exactly", () => {
    const eigenvalues = [5, 2, 0.5];
    const scores = shuffledScores(30, eigenvalues, createRandom(1));
    for (let a = 0; a < 3; a++) {
      expect(scores.reduce((sum, score) => sum + score[a], 0)).toBeCloseTo(0, 10);
      for (let b = 0; b < 3; b++) {
        const product = scores.reduce((sum, score) => sum + score[a] * score[b], 0);
        expect(product).toBeCloseTo(a === b ? eigenvalues[a] : 0, 10);
      }
    }
  });
});

describe("chanceSilhouette", () => {
  it("is beaten by two tight groups on one component, where a permutation would change nothing", () => {
    const scores = Array.from({ length: 20 }, (_, i) => [(i < 10 ? -1 : 1) + 0.001 * i]);
    const labels = scores.map((_, i) => (i < 10 ? 0 : 1));
    const found = silhouette(distanceMatrix(scores), labels, 2);
    const eigenvalues = [scores.reduce((sum, [x]) => sum + x * x, 0)];
    const chance = chanceSilhouette({ scores, eigenvalues, explainedVariance: 1 }, 0, 2, effort, createRandom(0));
    expect(found).toBeGreaterThan(0.99);
    expect(chance.mean).toBeLessThan(0.75);
    expect(found).toBeGreaterThan(chance.mean + 3 * chance.deviation);
  });

  it("is given up early only where the found silhouette is far above it", () => {
    const space = { scores: Array.from({ length: 40 }, () => [0, 0]), eigenvalues: [2, 1], explainedVariance: 1 };
    const drawn = (found: number) => {
      const random = createRandom(3);
      let count = 0;
      const normal = () => {
        count++;
        return random.normal();
      };
      const { mean } = chanceSilhouette(space, found, 3, effort, { ...random, normal });
      return { mean, shuffles: count / 80 };
    };
    const [far, near, below] = [drawn(1), drawn(drawn(0).mean), drawn(-1)];
    expect(far.shuffles).toBeLessThan(effort.shuffles);
    expect(near.shuffles).toBe(effort.shuffles);
    expect(below.shuffles).toBe(effort.shuffles);
    expect(Math.abs(far.mean - near.mean)).toBeLessThan(0.1);
  });

  it("is near what halves of a normal distribution have", () => {
    const scores = Array.from({ length: 400 }, () => [0]);
    const chance = chanceSilhouette({ scores, eigenvalues: [1], explainedVariance: 1 }, 0, 2, effort, createRandom(4));
    expect(Math.abs(chance.mean - normalHalvesSilhouette())).toBeLessThan(0.02);
    expect(chance.deviation).toBeGreaterThan(0);
  });
});

/** E[(b − a) / max(a, b)] for a standard normal cut at 0, by the midpoint rule. */
function normalHalvesSilhouette(): number {
  const grid = Array.from({ length: 600 }, (_, i) => (i + 0.5) / 100);
  const weight = grid.map((x) => Math.exp((-x * x) / 2));
  const total = weight.reduce((sum, w) => sum + w, 0);
  const mean = (f: (x: number) => number) => grid.reduce((sum, x, i) => sum + weight[i] * f(x), 0) / total;
  return mean((x) => {
    const within = mean((y) => Math.abs(x - y));
    const across = mean((y) => x + y);
    return (across - within) / Math.max(across, within);
  });
}
