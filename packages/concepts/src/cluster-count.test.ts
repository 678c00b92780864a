import { describe, expect, it } from "vitest";
import { chooseClusterCount } from "./cluster-count.js";
import { distanceMatrix } from "./distances.js";
import { createRandom } from "./random.js";
import { Restarts } from "./restarts.js";

/** Tight groups around points of a circle. */
function groups(count: number, perGroup: number): number[][] {
  const random = createRandom(count);
  return Array.from({ length: count * perGroup }, (_, i) => {
    const angle = (2 * Math.PI * (i % count)) / count;
    return [Math.cos(angle) + 0.01 * random.normal(), Math.sin(angle) + 0.01 * random.normal()];
  });
}

function choose(points: number[][], distinct: number, seeds: readonly number[]): number {
  return chooseClusterCount(new Restarts(points, distanceMatrix(points), seeds), distinct, 2);
}

describe("chooseClusterCount", () => {
  it.each([2, 3, 7, 10, 11, 13, 19, 20])("finds %i planted groups", (count) => {
    const points = groups(count, 6);
    expect(choose(points, points.length, [1, 2, 3, 4])).toBe(count);
  });

  it("never exceeds the distinct points or half the neurons", () => {
    const twice = groups(3, 1).flatMap((point) => [point, point, point]);
    expect(choose(twice, 3, [1])).toBe(3);
    expect(choose([[0], [0]], 1, [1])).toBe(1);
    expect(choose([[0], [1]], 2, [1])).toBe(2);
    const three = [[0], [1], [5]];
    expect(choose(three, 3, [1])).toBe(2);
    const pairs = groups(4, 1);
    expect(choose(pairs, 4, [1])).toBe(2);
  });
});
