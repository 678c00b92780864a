import { lighter } from "../colour.js";
import { bezier, smoothCurve, stroke } from "../outlines.js";
import { flat, shaded } from "../patch.js";
import type { PartDrawing } from "./part.js";

/** A pointed leaf with a midrib; its root is at (0, 1), its tip at (0, -1). */
export const leaf: PartDrawing = (_random, palette) => [
  shaded([...bezier([0, 1], [-1.45, 0.1], [0, -1]), ...bezier([0, -1], [1.45, 0.1], [0, 1])], palette.second, "leaf"),
  flat(
    stroke(
      [
        [0, 1],
        [0, -0.6],
      ],
      0.16,
    ),
    lighter(palette.second, 0.16),
    "leaf",
  ),
];

/** A stem or trunk, wider at its foot at y = 1. */
export const stem: PartDrawing = (random, palette) => {
  const bend = random.range(-0.3, 0.3);
  const bark = lighter(palette.accent, -0.12);
  return [
    shaded(
      [...bezier([-0.6, -1], [-0.6 + bend, 0.1], [-1, 1]), ...bezier([1, 1], [0.6 + bend, 0.1], [0.6, -1])],
      bark,
      "stem",
    ),
    flat(stroke(bezier([0.1, -0.95], [0.1 + bend, 0.1], [0.35, 0.95]), 0.3), lighter(bark, 0.12), "stem"),
  ];
};

/** A rounded petal with a streak; its root is at (0, 1). */
export const petal: PartDrawing = (_random, palette) => [
  flat(
    smoothCurve([
      [-0.18, 1],
      [-0.85, -0.1],
      [-0.6, -0.8],
      [0, -1],
      [0.6, -0.8],
      [0.85, -0.1],
      [0.18, 1],
    ]),
    palette.body,
    "petal",
  ),
  flat(
    stroke(
      [
        [0, 0.9],
        [0, -0.35],
      ],
      0.34,
    ),
    lighter(palette.body, -0.13),
    "petal",
  ),
];
