/** How many values fall into each of `bins` equal parts of [0, 1]; the last one holds 1 itself. */
export function countInBins(values: readonly number[], bins: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  for (const value of values) {
    if (value >= 0 && value <= 1) counts[Math.min(bins - 1, Math.floor(value * bins))]++;
  }
  return counts;
}
