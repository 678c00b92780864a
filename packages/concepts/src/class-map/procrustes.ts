import { centroid, type Point } from "./point.js";

/**
 * Moves points rigidly, by rotation or reflection and translation, as near to a reference as they come in the sense of
 * least squares (Gower 1975). In the plane, with both centred and H = Σ x yᵀ, the best rotation reaches
 * √((H₀₀ + H₁₁)² + (H₀₁ − H₁₀)²) and the best reflection √((H₀₀ − H₁₁)² + (H₀₁ + H₁₀)²); the larger wins.
 *
 * @param reference one point for each of `points`.
 */
export function alignTo(points: readonly Point[], reference: readonly Point[]): Point[] {
  const from = centroid(points);
  const to = centroid(reference);
  const h = [0, 0, 0, 0];
  points.forEach(([x, y], i) => {
    const [cx, cy] = [x - from[0], y - from[1]];
    const [rx, ry] = [reference[i][0] - to[0], reference[i][1] - to[1]];
    h[0] += cx * rx;
    h[1] += cx * ry;
    h[2] += cy * rx;
    h[3] += cy * ry;
  });
  const turned: Point = [h[0] + h[3], h[1] - h[2]];
  const mirrored: Point = [h[0] - h[3], h[1] + h[2]];
  const isMirrored = Math.hypot(...mirrored) > Math.hypot(...turned);
  const [along, across] = isMirrored ? mirrored : turned;
  const length = Math.hypot(along, across);
  const [cos, sin] = length > 0 ? [along / length, across / length] : [1, 0];
  return points.map(([x, y]) => {
    const [cx, cy] = [x - from[0], (y - from[1]) * (isMirrored ? -1 : 1)];
    return [to[0] + cos * cx - sin * cy, to[1] + sin * cx + cos * cy];
  });
}
