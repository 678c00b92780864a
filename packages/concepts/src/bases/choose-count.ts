/** What is known of a basis with a number of concepts. */
export interface CountQuality {
  readonly count: number;
  /** Accuracy of the network with the layer replaced by what its concepts say, in [0, 1]. */
  readonly kept: number;
  /** Median agreement of two fits, in [−1, 1]. */
  readonly agreement: number;
}

export const MAX_AUTO_COUNT = 40;
export const KEPT_PART = 0.95;
const FOUND_AGAIN = 0.9;

/**
 * The smallest number of concepts that keeps enough and is found again; if none is found again, the one of highest
 * agreement among those that keep enough; if none keeps enough, the one that keeps most.
 *
 * @param bound accuracy to be reached up to {@link KEPT_PART}
 * @param qualityOf asked in the order of the counts, and no further than needed
 */
export async function chooseCount(
  counts: readonly number[],
  bound: number,
  qualityOf: (count: number) => Promise<CountQuality>,
): Promise<CountQuality | null> {
  const seen: CountQuality[] = [];
  for (const count of counts) {
    const quality = await qualityOf(count);
    if (keepsEnough(quality, bound) && quality.agreement >= FOUND_AGAIN) return quality;
    seen.push(quality);
  }
  const enough = seen.filter((quality) => keepsEnough(quality, bound));
  const first = (better: (a: CountQuality, b: CountQuality) => boolean, among: CountQuality[]) =>
    among.reduce<CountQuality | null>((best, next) => (best === null || better(next, best) ? next : best), null);
  return enough.length > 0
    ? first((a, b) => a.agreement > b.agreement, enough)
    : first((a, b) => a.kept > b.kept, seen);
}

function keepsEnough({ kept }: CountQuality, bound: number): boolean {
  return kept >= KEPT_PART * bound;
}
