/**
 * Adjusted Rand index of two partitions of the same points (Hubert and Arabie 1985, equation 5): 1 for equal
 * partitions whatever their labels, 0 on average for unrelated ones of the same cluster sizes.
 *
 * @param first cluster of each point, small non-negative integers; `second` likewise, of the same length
 */
export function adjustedRandIndex(first: readonly number[], second: readonly number[]): number {
  const together = pairsWithin(first.map((label, i) => `${label} ${second[i]}`));
  const inFirst = pairsWithin(first);
  const inSecond = pairsWithin(second);
  const all = choosePairs(first.length);
  const expected = all > 0 ? (inFirst * inSecond) / all : 0;
  const most = (inFirst + inSecond) / 2;
  // Only partitions that are both trivial in the same way, all together or all apart, leave nothing to adjust.
  return most === expected ? 1 : (together - expected) / (most - expected);
}

function pairsWithin(labels: readonly (number | string)[]): number {
  const sizes = new Map<number | string, number>();
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  return [...sizes.values()].reduce((sum, size) => sum + choosePairs(size), 0);
}

function choosePairs(size: number): number {
  return (size * (size - 1)) / 2;
}
