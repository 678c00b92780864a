/** Milliseconds that a job waits for its next attempt at most. */
const longest = 30_000;

/**
 * Milliseconds until the next attempt.
 *
 * @param failures so far, from 1: each doubles the pause
 * @param first the pause after the first
 * @param isAway whether something that the job needs was away, which says nothing of the job
 */
export function pauseBefore(failures: number, first: number, isAway: boolean): number {
  return isAway ? first : Math.min(first * 2 ** (failures - 1), longest);
}
