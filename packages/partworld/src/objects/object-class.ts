import type { Palette } from "../palette.js";
import type { PartName } from "../part-names.js";
import type { Patch } from "../patch.js";
import type { Random } from "../random.js";

/** One class of objects. */
export interface ObjectClass {
  readonly name: string;
  /** Every part that an object of this class may have. */
  readonly parts: readonly PartName[];
  /** Draws one object so that it fills the square [-1, 1]², y down. */
  readonly draw: (random: Random, palette: Palette) => Patch[];
}
