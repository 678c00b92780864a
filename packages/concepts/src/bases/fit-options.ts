import { GipfelError } from "@gipfel/contracts";
import type { ProfileStatistics } from "../profile-statistics.js";
import type { VectorSample } from "./concept-basis.js";

/** What a basis is fitted to. */
export interface FitData {
  readonly sample: VectorSample;
  /** Of all positions, for `neurons`; of the sample where null. */
  readonly statistics: ProfileStatistics | null;
  /** a', `[C]`; null for zeros. */
  readonly baseline: ArrayLike<number> | null;
  /** M, `[C * C]`, as {@link outputMetric} makes it; null for the identity. */
  readonly metric: Float64Array | null;
}

export interface FitOptions {
  /** K, concepts wanted, at least 1. */
  readonly count: number;
  /** Any safe integer. */
  readonly seed: number;
  /** Principal components kept: below 1 the fraction of variance to reach, from 1 (to 64) how many. */
  readonly components: number;
}

/** @throws GipfelError OPTION_INVALID, SHAPE_MISMATCH, or ENGINE_FAILED for values that are not finite */
export function checkFit({ sample, statistics, baseline, metric }: FitData, { count, seed }: FitOptions): void {
  const { channels, vectors } = sample;
  if (!Number.isSafeInteger(count) || count < 1) {
    throw new GipfelError("OPTION_INVALID", `invalid concept count: expected a whole number from 1, got ${count}`);
  }
  if (!Number.isSafeInteger(seed)) {
    throw new GipfelError("OPTION_INVALID", `invalid seed: expected a whole number of at most 2⁵³ − 1, got ${seed}`);
  }
  requireLength("activation vectors", vectors.length, sample.count * channels);
  requireLength("baseline", baseline?.length ?? channels, channels);
  requireLength("metric", metric?.length ?? channels * channels, channels * channels);
  requireLength("profile statistics", statistics?.neurons ?? channels, channels);
  if (!vectors.every(Number.isFinite)) {
    throw new GipfelError("ENGINE_FAILED", "invalid activation vectors: expected finite numbers, got NaN or Infinity");
  }
}

function requireLength(what: string, got: number, expected: number): void {
  if (got !== expected) {
    throw new GipfelError("SHAPE_MISMATCH", `invalid ${what}: expected ${expected} numbers, got ${got}`);
  }
}
