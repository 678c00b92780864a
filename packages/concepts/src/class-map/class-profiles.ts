/**
 * Profiles of classes: how far each concept of a layer departs, in a class, from what it does on average over classes.
 *
 *     x_cu = (a_cu − mean_c a_cu) / deviation_c a_cu,   then rows of unit length
 *
 * Columns are standardised so that concepts in large units, or active everywhere, do not decide; rows have unit length so
 * that the mix of concepts counts and not how much a class excites the layer as a whole. Between rows of unit length the
 * squared Euclidean distance is 2 (1 − cosine): maps by distance and similarities by cosine tell the same.
 *
 * @param activations `[classes][concepts]`, mean activation.
 * @returns `[classes][concepts]`; a concept that does the same in all classes is 0, and so is a class without departures.
 */
export function classProfiles(activations: readonly (readonly number[])[]): number[][] {
  const rows = activations.map((row) => [...row]);
  const count = rows.length;
  for (let u = 0; u < (rows[0]?.length ?? 0); u++) {
    const mean = rows.reduce((sum, row) => sum + row[u], 0) / count;
    const deviation = Math.sqrt(rows.reduce((sum, row) => sum + (row[u] - mean) ** 2, 0) / count);
    const isConstant = deviation <= CONSTANT * Math.abs(mean);
    for (const row of rows) row[u] = isConstant ? 0 : (row[u] - mean) / deviation;
  }
  return rows.map((row) => {
    const length = Math.hypot(...row);
    return length > 0 ? row.map((value) => value / length) : row;
  });
}

/** Deviations below this part of the mean are rounding. */
const CONSTANT = 1e-12;

/**
 * Cosine of one profile with each, in [−1, 1].
 *
 * @param profiles as {@link classProfiles} gives them.
 */
export function cosines(profiles: readonly (readonly number[])[], own: number): number[] {
  return profiles.map((profile) => profile.reduce((sum, value, u) => sum + value * profiles[own][u], 0));
}
