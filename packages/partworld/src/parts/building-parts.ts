import { lighter } from "../colour.js";
import { ellipse, rectangle, stroke } from "../outlines.js";
import { flat, shaded } from "../patch.js";
import type { PartDrawing } from "./part.js";

/** A pane with crossbars, a plain pane, or a porthole. */
export const window: PartDrawing = (random, palette) => {
  const frame = lighter(palette.light, -0.03);
  const glass = { lightness: random.range(0.38, 0.52), chroma: random.range(0.03, 0.08), hue: random.range(0, 360) };
  const glint = lighter(glass, 0.22);
  if (random.chance(0.35)) {
    return [
      flat(ellipse(0, 0, 1), frame, "window"),
      shaded(ellipse(0, 0, 0.7), glass, "window"),
      flat(ellipse(-0.22, -0.26, 0.24, 0.16, -0.8), glint, "window"),
    ];
  }
  const pane = [
    flat(rectangle(-1, -1, 2, 2, 0.15), frame, "window"),
    shaded(rectangle(-0.76, -0.76, 1.52, 1.52), glass, "window"),
  ];
  const inside = random.chance(0.5)
    ? [rectangle(-0.1, -0.8, 0.2, 1.6), rectangle(-0.8, -0.1, 1.6, 0.2)].map((bar) => flat(bar, frame, "window"))
    : [
        flat(
          stroke(
            [
              [-0.5, 0.2],
              [0.15, -0.5],
            ],
            0.26,
          ),
          glint,
          "window",
        ),
      ];
  return [...pane, ...inside];
};

/** A door with two panels and a knob. */
export const door: PartDrawing = (_random, palette) => {
  const panel = lighter(palette.accent, -0.12);
  return [
    shaded(rectangle(-1, -1, 2, 2, 0.2), palette.accent, "door"),
    flat(rectangle(-0.62, -0.78, 1.24, 0.7), panel, "door"),
    flat(rectangle(-0.62, 0.12, 1.24, 0.66), panel, "door"),
    flat(ellipse(0.72, 0.05, 0.18, 0.11), palette.light, "door"),
  ];
};

/** A pointed top with courses of tiles: the roof of a house, the tip of a rocket. */
export const roof: PartDrawing = (_random, palette) => {
  const courses = [-0.15, 0.3, 0.75].map((y) => {
    const half = (y + 1) / 2;
    return flat(rectangle(-half, y, 2 * half, 0.13), lighter(palette.second, -0.14), "roof");
  });
  const outline = [
    [-1, 1],
    [0, -1],
    [1, 1],
  ] as const;
  return [shaded(outline, palette.second, "roof"), ...courses];
};
