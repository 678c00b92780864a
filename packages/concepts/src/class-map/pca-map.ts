import { PCA } from "ml-pca";
import type { Point } from "./point.js";

/**
 * The first two principal components of profiles, by ml-pca. The sign of a component is free; here the entry of largest
 * magnitude, the first of equals, is positive. A component that there is not, as of two profiles, is 0.
 *
 * @param profiles `[points][dimensions]`
 */
export function pcaMap(profiles: readonly (readonly number[])[]): Point[] {
  const dimensions = profiles[0]?.length ?? 0;
  if (profiles.length < 2 || dimensions === 0) return profiles.map(() => [0, 0]);
  const pca = new PCA(
    profiles.map((row) => [...row]),
    { center: true },
  );
  const scores = pca.predict(
    profiles.map((row) => [...row]),
    { nComponents: Math.min(2, dimensions) },
  );
  const [first, second] = [0, 1].map((k) =>
    k < scores.columns ? withSign(scores.getColumn(k)) : profiles.map(() => 0),
  );
  return profiles.map((_, i) => [first[i], second[i]]);
}

/** Magnitudes this close are equal but for rounding, as those of two points are. */
const TIE = 1 + 1e-9;
/** Scores of unit profiles below this are rounding. */
const NOTHING = 1e-9;

function withSign(values: number[]): number[] {
  const strongest = values.reduce((best, value) => (Math.abs(value) > Math.abs(best) * TIE ? value : best), 0);
  if (!(Math.abs(strongest) > NOTHING)) return values.map(() => 0);
  return strongest < 0 ? values.map((value) => -value) : values;
}
