/** Labels of points in a plane, none over another and none over a point. */
import { type Box, BoxIndex } from "./box-index.js";

export interface LabelledPoint {
  readonly x: number;
  readonly y: number;
  /** Of its text, in the same unit. */
  readonly width: number;
}

/** Where a label begins, relative to its point: the left end of its baseline. */
export interface LabelPlace {
  readonly dx: number;
  readonly dy: number;
}

export interface LabelOptions {
  /** Of the plane; labels stay within. */
  readonly width: number;
  readonly height: number;
  /** Of every label. */
  readonly lineHeight: number;
  /** Around each point. */
  readonly radius: number;
}

const gap = 3;
/** Of a line, from its top to the baseline. */
const ascent = 0.76;

/**
 * Greedy placement (Christensen, Marks and Shieber 1995): one after the other, each label takes the first place beside its
 * point that is free, or none.
 *
 * @param order indices of points, the most important first
 */
export function placeLabels(
  points: readonly LabelledPoint[],
  order: readonly number[],
  options: LabelOptions,
): Map<number, LabelPlace> {
  const { radius, lineHeight } = options;
  const marks = new BoxIndex<Box & { readonly owner: number }>();
  for (const [owner, { x, y }] of points.entries()) {
    marks.add({ owner, left: x - radius, right: x + radius, top: y - radius, bottom: y + radius });
  }
  const taken = new BoxIndex<Box>();
  const places = new Map<number, LabelPlace>();
  for (const index of order) {
    const { x, y, width } = points[index];
    for (const { dx, dy } of candidates(width, options)) {
      const top = y + dy - lineHeight * ascent;
      const box = { left: x + dx, right: x + dx + width, top, bottom: top + lineHeight };
      if (!isWithin(box, options) || taken.meets(box) || marks.meets(box, ({ owner }) => owner !== index)) continue;
      taken.add(box);
      places.set(index, { dx, dy });
      break;
    }
  }
  return places;
}

/** To the right is read best, then above, to the left, below. */
function candidates(width: number, { radius, lineHeight }: LabelOptions): LabelPlace[] {
  const away = radius + gap;
  const middle = lineHeight * (ascent - 0.5);
  const above = -away - lineHeight * (1 - ascent);
  const below = away + lineHeight * ascent;
  return [
    { dx: away, dy: middle },
    { dx: -width / 2, dy: above },
    { dx: -width - away, dy: middle },
    { dx: -width / 2, dy: below },
    { dx: radius, dy: above },
    { dx: radius, dy: below },
    { dx: -width - radius, dy: above },
    { dx: -width - radius, dy: below },
  ];
}

const isWithin = ({ left, right, top, bottom }: Box, { width, height }: LabelOptions): boolean =>
  left >= 0 && top >= 0 && right <= width && bottom <= height;
