import { describe, expect, it } from "vitest";
import { createRandom } from "../random.js";
import { agreement } from "./agreement.js";
import { assign } from "./assignment.js";
import type { ConceptBasis } from "./concept-basis.js";
import { fitBasis } from "./fit-basis.js";
import { plantedSample } from "./test-samples.js";

describe("agreement", () => {
  it.each(["neurons", "parts"] as const)("is 1 for %s and its permutation", (kind) => {
    const basis = fitBasis(kind, plantedSample(), { count: 6, seed: 1, components: 0.95 });
    const order = [3, 1, 5, 0, 2, 4];
    const found = agreement(basis, permuted(basis, order));
    expect(found.median).toBeCloseTo(1, 12);
    expect(found.partners).toEqual([...order.keys()].map((k) => order.indexOf(k)));
    expect(found.randIndex).toBe(kind === "neurons" ? 1 : null);
  });

  it("names partners of the first basis where the second has fewer", () => {
    const basis = fitBasis("parts", plantedSample(), { count: 6, seed: 1, components: 0.95 });
    const fewer = { ...permuted(basis, [4, 2]), count: 2 };
    expect(agreement(basis, fewer).partners).toEqual([-1, -1, 1, -1, 0, -1]);
  });
});

describe("assign", () => {
  it("costs as little as the best of all permutations", () => {
    const random = createRandom(8);
    for (let trial = 0; trial < 20; trial++) {
      const cost = Float64Array.from({ length: 30 }, () => random.normal());
      const assigned = assign(cost, 5, 6);
      expect(new Set(assigned).size).toBe(5);
      const total = assigned.reduce((sum, column, row) => sum + cost[row * 6 + column], 0);
      expect(total).toBeCloseTo(leastCost(cost, 0, []), 10);
    }
  });
});

function leastCost(cost: Float64Array, row: number, used: number[]): number {
  if (row === 5) return 0;
  const columns = [0, 1, 2, 3, 4, 5].filter((column) => !used.includes(column));
  return Math.min(...columns.map((column) => cost[row * 6 + column] + leastCost(cost, row + 1, [...used, column])));
}

function permuted(basis: ConceptBasis, order: readonly number[]): ConceptBasis {
  const { channels } = basis;
  const rows = order.map((k) => basis.directions.subarray(k * channels, (k + 1) * channels));
  return {
    ...basis,
    directions: Float64Array.from(rows.flatMap((row) => [...row])),
    clusters: basis.clusters && order.map((k) => basis.clusters![k]),
  };
}
