/**
 * Mean and sampling error of an edge over the image groups of its class. The groups are dealt at random and nearly
 * equal in size (sizes differ by one at most), so their means are treated as B equally good draws.
 */
import { studentTQuantile } from "./student-t.js";

/** Fewer groups give intervals that cover far less than they say. */
export const minimumGroups = 10;

export interface EdgeStatistics {
  /** Σ sums / Σ images: the mean over all images, whatever the sizes of the groups. */
  mean: number;
  images: number;
  /** Standard deviation of the group means (B − 1) divided by √B; null with fewer than ten groups. */
  standardError: number | null;
  /** Two-sided 95 % t-quantile with B − 1 degrees of freedom; null with fewer than ten groups. */
  tQuantile: number | null;
  /** Fraction of the groups whose mean has the sign of the whole; null with fewer than ten groups. */
  signAgreement: number | null;
}

/**
 * @param groupSums `[B]`: the edge summed over the images of each group
 * @param groupImages `[B]`: images in each group; groups without images are left out
 */
export function edgeStatistics(groupSums: ArrayLike<number>, groupImages: ArrayLike<number>): EdgeStatistics {
  const means: number[] = [];
  let sum = 0;
  let images = 0;
  for (let b = 0; b < groupSums.length; b++) {
    if (groupImages[b] === 0) continue;
    means.push(groupSums[b] / groupImages[b]);
    sum += groupSums[b];
    images += groupImages[b];
  }
  const mean = images > 0 ? sum / images : 0;
  const groups = means.length;
  if (groups < minimumGroups) return { mean, images, standardError: null, tQuantile: null, signAgreement: null };

  const centre = means.reduce((total, value) => total + value, 0) / groups;
  const squares = means.reduce((total, value) => total + (value - centre) ** 2, 0);
  return {
    mean,
    images,
    standardError: Math.sqrt(squares / (groups - 1) / groups),
    tQuantile: studentTQuantile(groups - 1),
    signAgreement: means.filter((value) => Math.sign(value) === Math.sign(mean)).length / groups,
  };
}
