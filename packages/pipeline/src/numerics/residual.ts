/** Completeness over target neurons and images: ‖Σ A − Δ‖₂ / ‖Δ‖₂, added up in squares. */
export interface ResidualSums {
  error: number;
  difference: number;
}

export function addResidual(into: ResidualSums, sums: ArrayLike<number>, differences: ArrayLike<number>): void {
  for (let i = 0; i < differences.length; i += 1) {
    into.error += (sums[i]! - differences[i]!) ** 2;
    into.difference += differences[i]! ** 2;
  }
}

/** null where there is nothing to explain: no difference and no error. */
export function residualOf({ error, difference }: ResidualSums): number | null {
  if (difference > 0) return Math.sqrt(error / difference);
  return error > 0 ? Number.MAX_VALUE : null;
}
