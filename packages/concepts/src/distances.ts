/** Points nearer than this part of their mean distance are taken for one; scores carry rounding errors far below it. */
const COINCIDENT = 1e-6;

/**
 * Euclidean distances between points, computed once and used by every silhouette.
 *
 * @param points `[n][d]`
 * @returns `[n * n]` row-major, symmetric, zero on the diagonal
 */
export function distanceMatrix(points: readonly (readonly number[])[]): Float64Array {
  const size = points.length;
  const dimensions = points[0]?.length ?? 0;
  const flat = new Float64Array(size * dimensions);
  points.forEach((point, i) => {
    flat.set(point, i * dimensions);
  });
  const result = new Float64Array(size * size);
  const four = new Float64Array(4);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j += 4) {
      squaredDistances(flat, dimensions, i, j, four);
      for (let other = j; other < Math.min(j + 4, i); other++) {
        const distance = Math.sqrt(four[other - j]);
        result[i * size + other] = distance;
        result[other * size + i] = distance;
      }
    }
  }
  return result;
}

/**
 * How many points there are when coinciding ones count once: the most clusters that can be told apart.
 *
 * @param distances `[size * size]`
 */
export function countDistinct(distances: Float64Array, size: number): number {
  let mean = 0;
  for (const distance of distances) mean += distance / distances.length;
  const kept: number[] = [];
  for (let i = 0; i < size; i++) {
    if (!kept.some((j) => distances[i * size + j] <= COINCIDENT * mean)) kept.push(i);
  }
  return kept.length;
}

/**
 * Squared distances of point `i` to the points `j … j + 3`, into `result`. Four sums at once, because one alone waits
 * for each addition to end before the next; past point `i` they repeat the pair (i, i).
 */
function squaredDistances(flat: Float64Array, dimensions: number, i: number, j: number, result: Float64Array): void {
  const p = i * dimensions;
  const [q0, q1] = [j * dimensions, Math.min(j + 1, i) * dimensions];
  const [q2, q3] = [Math.min(j + 2, i) * dimensions, Math.min(j + 3, i) * dimensions];
  let [sum0, sum1, sum2, sum3] = [0, 0, 0, 0];
  for (let d = 0; d < dimensions; d++) {
    const x = flat[p + d];
    const d0 = x - flat[q0 + d];
    const d1 = x - flat[q1 + d];
    const d2 = x - flat[q2 + d];
    const d3 = x - flat[q3 + d];
    sum0 += d0 * d0;
    sum1 += d1 * d1;
    sum2 += d2 * d2;
    sum3 += d3 * d3;
  }
  result[0] = sum0;
  result[1] = sum1;
  result[2] = sum2;
  result[3] = sum3;
}
