import type { View } from "./resampling.js";

/** Pixels that Lucid shifts by, and the part of the side that small images are shifted by at most. */
const mostJitter = 8;
const jitterPerSide = 1 / 8;
const mostScaling = 0.1;
const mostRotation = (5 * Math.PI) / 180;

/**
 * One view of an image of that size, about as far from it as in Lucid (tensorflow/lucid, `optvis/transform.py`, the
 * standard transforms); the last jitter is half of the first.
 *
 * @param uniform numbers in [0, 1); six are drawn.
 */
export function randomView([height, width]: readonly [number, number], uniform: () => number): View {
  const between = (most: number) => most * (2 * uniform() - 1);
  const jitter = Math.min(mostJitter, Math.min(height, width) * jitterPerSide);
  return {
    jitter: [between(jitter / 2), between(jitter / 2)],
    scale: 1 + between(mostScaling),
    rotation: between(mostRotation),
    lastJitter: [between(jitter / 4), between(jitter / 4)],
  };
}
