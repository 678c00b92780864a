import type { RandomSource } from "../../random.js";

/**
 * Centroids that k-means starts from, by greedy k-means++ (Arthur and Vassilvitskii 2007): as `kMeansStart`, for points
 * too many to know all distances between.
 *
 * @param points `[n][d]`
 * @returns at most `count` distinct points
 */
export function spreadStart(points: readonly number[][], count: number, random: RandomSource): number[][] {
  const trials = 2 + Math.floor(Math.log(count));
  const chosen = [points[Math.floor(random.uniform() * points.length)]];
  let nearest = points.map((point) => squaredDistance(point, chosen[0]));
  while (chosen.length < count) {
    const total = sumOf(nearest);
    if (!(total > 0)) break;
    let least = Number.POSITIVE_INFINITY;
    let next = nearest;
    let pick = chosen[0];
    for (let trial = 0; trial < trials; trial++) {
      const candidate = points[draw(nearest, random.uniform() * total)];
      const distances = nearest.map((known, n) => Math.min(known, squaredDistance(points[n], candidate)));
      const potential = sumOf(distances);
      if (potential >= least) continue;
      [least, next, pick] = [potential, distances, candidate];
    }
    chosen.push(pick);
    nearest = next;
  }
  return chosen.map((point) => [...point]);
}

function draw(weights: readonly number[], target: number): number {
  let sum = 0;
  let last = 0;
  for (let n = 0; n < weights.length; n++) {
    if (weights[n] === 0) continue;
    sum += weights[n];
    last = n;
    if (sum > target) break;
  }
  return last;
}

function sumOf(values: readonly number[]): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum;
}

function squaredDistance(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let d = 0; d < a.length; d++) sum += (a[d] - b[d]) ** 2;
  return sum;
}
