/**
 * Part of the identity beside the normalized second moment of derivatives: keeps concepts findable where outputs are
 * blind.
 */
const RIDGE = 0.1;

/**
 * How much the outputs mind a change of the activation vector: M = C·F / tr F + 0.1·I, with F = E[g gᵀ] and g the
 * derivative of what the network says by the activation at one position. Distances in M are those that the rest of the
 * network sees, to first order.
 *
 * @param moment Σ g gᵀ, `[channels * channels]`, any positive scale
 * @returns `[channels * channels]`, of trace 1.1 C; null (the identity) where derivatives vanish
 */
export function outputMetric(moment: ArrayLike<number>, channels: number): Float64Array | null {
  let trace = 0;
  for (let i = 0; i < channels; i++) trace += moment[i * channels + i];
  if (!(trace > 0)) return null;
  const metric = Float64Array.from(moment, (value) => (value * channels) / trace);
  for (let i = 0; i < channels; i++) metric[i * channels + i] += RIDGE;
  return metric;
}

/**
 * Rows times the metric, D M.
 *
 * @param rows `[count * channels]`
 */
export function timesMetric(
  rows: Float64Array,
  count: number,
  channels: number,
  metric: Float64Array | null,
): Float64Array {
  if (metric === null) return rows.slice();
  const result = new Float64Array(rows.length);
  for (let n = 0; n < count; n++) {
    const start = n * channels;
    for (let i = 0; i < channels; i++) {
      const value = rows[start + i];
      if (value === 0) continue;
      for (let j = 0; j < channels; j++) result[start + j] += value * metric[i * channels + j];
    }
  }
  return result;
}
