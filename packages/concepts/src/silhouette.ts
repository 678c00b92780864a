/**
 * Mean silhouette (Rousseeuw 1987): over points, (b − a) / max(a, b) with a the mean distance to the other members of
 * the point's cluster and b the least mean distance to another cluster; 0 for a cluster of one, and where a = b = 0.
 *
 * @param distances `[n * n]`
 * @param labels cluster of each point, 0 … clusters − 1, none empty
 * @param clusters at least 2
 * @returns in [−1, 1]
 */
export function silhouette(distances: Float64Array, labels: readonly number[], clusters: number): number {
  const size = labels.length;
  const members = new Float64Array(clusters);
  for (const label of labels) members[label]++;
  const sums = sumsByCluster(distances, labels, clusters);
  let total = 0;
  for (let i = 0; i < size; i++) {
    const own = labels[i];
    if (members[own] === 1) continue;
    let nearest = Number.POSITIVE_INFINITY;
    for (let c = 0; c < clusters; c++) {
      if (c !== own) nearest = Math.min(nearest, sums[c * size + i] / members[c]);
    }
    const within = sums[own * size + i] / (members[own] - 1);
    const larger = Math.max(within, nearest);
    if (larger > 0) total += (nearest - within) / larger;
  }
  return total / size;
}

/**
 * Sum of the distances from each point to all of a cluster, `[clusters * n]`. Whole rows are added up: the sums of one
 * row do not wait for each other, as those of one point would.
 */
function sumsByCluster(distances: Float64Array, labels: readonly number[], clusters: number): Float64Array {
  const size = labels.length;
  const sums = new Float64Array(clusters * size);
  for (let j = 0; j < size; j++) {
    const into = labels[j] * size;
    const row = j * size;
    for (let i = 0; i < size; i++) sums[into + i] += distances[row + i];
  }
  return sums;
}
