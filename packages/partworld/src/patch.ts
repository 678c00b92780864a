import { type Colour, lighter } from "./colour.js";
import { type Outline, placement, transformOutline } from "./geometry.js";
import type { PartName } from "./part-names.js";

/** One painted area: a picture is a list of these, each over the ones before it. */
export interface Patch {
  readonly outline: Outline;
  /** Colour at the upper edge; it runs evenly into `bottom` at the lower edge. */
  readonly top: Colour;
  readonly bottom: Colour;
  /** The part this area belongs to, if any. */
  readonly part?: PartName;
}

/** An area of one colour. */
export function flat(outline: Outline, colour: Colour, part?: PartName): Patch {
  return { outline, top: colour, bottom: colour, part };
}

/** An area lit from above. */
export function shaded(outline: Outline, colour: Colour, part?: PartName): Patch {
  return { outline, top: lighter(colour, 0.05), bottom: lighter(colour, -0.09), part };
}

/** A part or an object drawn in [-1, 1]², put at (x, y) with the given half extents and turned clockwise (radians). */
export function place(
  patches: readonly Patch[],
  x: number,
  y: number,
  halfWidth: number,
  halfHeight = halfWidth,
  angle = 0,
): Patch[] {
  const affine = placement(x, y, halfWidth, halfHeight, angle);
  return patches.map((patch) => ({ ...patch, outline: transformOutline(patch.outline, affine) }));
}
