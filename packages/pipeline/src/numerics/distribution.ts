/** How values are distributed, told by a few numbers. */

/** Levels of the quantiles that are kept. */
export const quantileLevels = [0, 0.05, 0.25, 0.5, 0.75, 0.95, 1] as const;

export interface Distribution {
  readonly mean: number;
  /** √ of the mean squared distance from the mean. */
  readonly deviation: number;
  /** At {@link quantileLevels}. */
  readonly quantiles: readonly number[];
}

/**
 * Sums run over the sorted values, so the result depends on the values alone and not on their order.
 *
 * @param values at least one.
 */
export function distributionOf(values: Float32Array): Distribution {
  const sorted = values.toSorted();
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  const variance = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / sorted.length;
  return { mean, deviation: Math.sqrt(variance), quantiles: quantileLevels.map((level) => quantile(sorted, level)) };
}

/** Hyndman and Fan 1996, type 7: linear between the sorted values. */
function quantile(sorted: Float32Array, level: number): number {
  const place = level * (sorted.length - 1);
  const below = Math.floor(place);
  const low = sorted[below]!;
  return low + (place - below) * ((sorted[below + 1] ?? low) - low);
}

/**
 * The level at which a value stands among quantiles, linear between them, in [0, 1]. A value that spans several levels,
 * as zero does after a ReLU, stands in their middle.
 *
 * @param levels rising, as are the quantiles.
 */
export function levelOf(value: number, levels: readonly number[], quantiles: readonly number[]): number {
  const first = quantiles.findIndex((quantile) => quantile >= value);
  if (first < 0) return 1;
  if (quantiles[first] === value) {
    const last = quantiles.lastIndexOf(value);
    return (levels[first]! + levels[last]!) / 2;
  }
  if (first === 0) return 0;
  const [low, high] = [quantiles[first - 1]!, quantiles[first]!];
  const [from, to] = [levels[first - 1]!, levels[first]!];
  return from + ((value - low) / (high - low)) * (to - from);
}
