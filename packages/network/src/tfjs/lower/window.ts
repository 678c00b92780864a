import type { Pads, Pair } from "../../operation.js";
import { samePadding } from "../../shapes/window.js";

/** TensorFlow's padding by rule, or stated. */
export type Padding = "same" | "valid" | Pads;

export interface WindowOptions {
  readonly strides: Pair;
  readonly padding: Padding;
  readonly dilations: Pair;
}

/** Pads of a window; where "same" needs an odd number, the odd row or column comes at the end. */
export function padsOf({ padding, strides, dilations }: WindowOptions, size: Pair, kernel: Pair): Pads {
  if (padding === "valid") return [0, 0, 0, 0];
  if (padding !== "same") return padding;
  const [height, width] = samePadding(size, kernel, strides, dilations);
  const [top, left] = [Math.floor(height / 2), Math.floor(width / 2)];
  return [top, left, height - top, width - left];
}
