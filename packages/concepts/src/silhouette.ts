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
  const sums = new Float64Array(clusters);
  let total = 0;
  for (let i = 0; i < size; i++) {
    const own = labels[i];
    if (members[own] === 1) continue;
    sums.fill(0);
    for (let j = 0; j < size; j++) sums[labels[j]] += distances[i * size + j];
    let nearest = Number.POSITIVE_INFINITY;
    for (let c = 0; c < clusters; c++) {
      if (c !== own) nearest = Math.min(nearest, sums[c] / members[c]);
    }
    const within = sums[own] / (members[own] - 1);
    const larger = Math.max(within, nearest);
    if (larger > 0) total += (nearest - within) / larger;
  }
  return total / size;
}
