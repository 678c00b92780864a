import type { Point } from "./positions.js";

/** Control points in the terms of Cytoscape's `unbundled-bezier`: places along and distances from the straight line. */
export interface Curve {
  weights: [number, number];
  distances: [number, number];
}

/** How far the curve runs level at both ends, as a fraction of the horizontal distance. */
const level = 0.4;

/** Places of the two control points of the S from one point to another. */
export function controlPoints(source: Point, target: Point): [Point, Point] {
  const dx = target.x - source.x;
  return [
    { x: source.x + level * dx, y: source.y },
    { x: target.x - level * dx, y: target.y },
  ];
}

/**
 * An S that leaves its source and enters its target horizontally, so that edges between columns do not run along them.
 * Cytoscape joins two quadratic curves in the middle of the control points, which is the middle of the line.
 */
export function sCurve(source: Point, target: Point): Curve {
  const [dx, dy] = [target.x - source.x, target.y - source.y];
  const squared = dx * dx + dy * dy;
  if (squared === 0) return { weights: [0.5, 0.5], distances: [0, 0] };
  const along = (level * dx * dx) / squared;
  // Cytoscape measures distances along the normal (−dy, dx)/length of the line.
  const across = (-level * dx * dy) / Math.sqrt(squared);
  return { weights: [along, 1 - along], distances: [across, -across] };
}
