import type { Rgb } from "./canvas.js";

/** Titles and numbers. */
export const ink: Rgb = [34, 34, 34];
/** What explains them. */
export const muted: Rgb = [96, 96, 96];
/** Frames of pictures and bars. */
export const lines: Rgb = [170, 170, 170];
