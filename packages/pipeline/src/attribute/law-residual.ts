import type { Law } from "@gipfel/contracts";

/** Below this a difference of scores is nothing that a residual could be relative to. */
const least = 1e-12;

/** |Σ attributions − Δ| / |Δ|; absolute where nothing changes. */
export function completenessResidual(sum: number, difference: number): number {
  const error = Math.abs(sum - difference);
  return Math.abs(difference) < least ? error : error / Math.abs(difference);
}

/** How far attributions are from what the law of their method says they add up to; null for methods without a law. */
export function lawResidual(
  law: Law | null,
  { sum, score, baselineScore }: { sum: number; score: number; baselineScore: number | null },
): number | null {
  if (law === null) return null;
  return completenessResidual(sum, law === "conservation" ? score : score - baselineScore!);
}
