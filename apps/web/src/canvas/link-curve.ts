import type { Link } from "../graph-model/link.js";
import type { Place, Point } from "./positions.js";

/**
 * An S that leaves its source and enters its target level, so that links between columns do not run along them: two
 * parabolas that meet in the middle.
 */
export interface LinkCurve {
  readonly link: Link;
  readonly start: Point;
  readonly end: Point;
}

/** How far the control points stand from the ends, as a fraction of the horizontal distance. */
const level = 0.4;

/** From the right side of the source to the left side of the target; nothing where a node has no place. */
export function linkCurve(link: Link, places: ReadonlyMap<string, Place>): LinkCurve | null {
  const [source, target] = [places.get(link.source), places.get(link.target)];
  if (!source || !target) return null;
  return {
    link,
    start: { x: source.x + source.width / 2, y: source.y },
    end: { x: target.x - target.width / 2, y: target.y },
  };
}

/** Adds the curve to a path. */
export function trace(path: Pick<CanvasPath, "moveTo" | "quadraticCurveTo">, { start, end }: LinkCurve): void {
  const reach = level * (end.x - start.x);
  path.moveTo(start.x, start.y);
  path.quadraticCurveTo(start.x + reach, start.y, (start.x + end.x) / 2, (start.y + end.y) / 2);
  path.quadraticCurveTo(end.x - reach, end.y, end.x, end.y);
}

/**
 * The point of the curve at x, with its slope. With u in [0, 1/2] the way from the start as a fraction of the horizontal
 * distance, u = 2 level t (1 − t) + t²/2 on the first parabola, and y rises by half the height times t².
 */
export function curveAt({ start, end }: LinkCurve, x: number): { y: number; slope: number } {
  const [dx, dy] = [end.x - start.x, end.y - start.y];
  const u = Math.min(1, Math.max(0, (x - start.x) / dx));
  const w = Math.min(u, 1 - u);
  const t = (2 * level - Math.sqrt(4 * level * level - 4 * w * (2 * level - 0.5))) / (2 * (2 * level - 0.5));
  const rise = (dy / 2) * t * t;
  const slope = (dy * t) / (dx * (2 * level * (1 - 2 * t) + t));
  return { y: u <= 0.5 ? start.y + rise : end.y - rise, slope };
}

/** About how far a point is from a curve; infinite beyond its ends. */
export function distanceTo(curve: LinkCurve, point: Point): number {
  const { start, end } = curve;
  if (point.x < start.x || point.x > end.x) return Number.POSITIVE_INFINITY;
  const { y, slope } = curveAt(curve, point.x);
  return Math.abs(point.y - y) / Math.hypot(1, slope);
}
