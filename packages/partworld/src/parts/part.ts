import type { Palette } from "../palette.js";
import type { Patch } from "../patch.js";
import type { Random } from "../random.js";

/** Draws one part so that it fills the square [-1, 1]², y down; styles are drawn from `random`. */
export type PartDrawing = (random: Random, palette: Palette) => Patch[];
