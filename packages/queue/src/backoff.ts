import type { Blame } from "./outcome.js";

/** Milliseconds that a job waits for its next attempt at most. */
const longest = 30_000;
/** The same after its process died, which is seldom its fault, and makes room for the next. */
const longestAfterCrash = 5_000;

/**
 * Milliseconds until the next attempt.
 *
 * @param failures so far, from 1: each doubles the pause
 * @param first the pause after the first, which stays where something that the job needs was away: that says nothing of
 *   the job
 */
export function pauseBefore(failures: number, first: number, blame: Blame): number {
  if (blame === "surroundings") return first;
  return Math.min(first * 2 ** (failures - 1), blame === "process" ? longestAfterCrash : longest);
}
