/** How much repetition a layer gets. */
export interface Effort {
  /** k-means starts of the clustering that is kept; stability compares them. */
  restarts: number;
  /** Starts for each number of clusters that `auto` tries. */
  candidateStarts: number;
  /** At most so many shuffled copies tell what chance reaches (see `chanceSilhouette`), and starts on each. */
  shuffles: number;
  shuffleStarts: number;
}

/**
 * Figures of larger layers vary less from repetition to repetition and each costs more (k-means in proportion to the
 * neurons, silhouettes to their square), so larger layers are repeated less: 2,048 neurons in seconds.
 */
const EFFORTS: readonly (Effort & { upTo: number })[] = [
  { upTo: 64, restarts: 12, candidateStarts: 2, shuffles: 20, shuffleStarts: 4 },
  { upTo: 128, restarts: 8, candidateStarts: 2, shuffles: 8, shuffleStarts: 1 },
  { upTo: 512, restarts: 6, candidateStarts: 2, shuffles: 8, shuffleStarts: 1 },
  { upTo: Number.POSITIVE_INFINITY, restarts: 5, candidateStarts: 1, shuffles: 4, shuffleStarts: 1 },
];

export function effortFor(neurons: number): Effort {
  return EFFORTS.find(({ upTo }) => neurons <= upTo) ?? EFFORTS[EFFORTS.length - 1];
}
