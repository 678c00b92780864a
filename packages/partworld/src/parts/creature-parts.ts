import { lighter } from "../colour.js";
import type { Point } from "../geometry.js";
import { bezier, ellipse, smoothCurve, stroke } from "../outlines.js";
import { flat, shaded } from "../patch.js";
import type { PartDrawing } from "./part.js";

/** An eyeball, an iris, a pupil that looks somewhere, and a glint. */
export const eye: PartDrawing = (random, palette) => {
  const [x, y] = [random.range(-0.2, 0.2), random.range(-0.15, 0.15)];
  return [
    flat(ellipse(0, 0, 1), lighter(palette.dark, 0.05), "eye"),
    flat(ellipse(0, 0, 0.86), palette.light, "eye"),
    flat(ellipse(x, y, 0.6), palette.accent, "eye"),
    flat(ellipse(x, y, 0.38), palette.dark, "eye"),
    flat(ellipse(x - 0.2, y - 0.22, 0.2), palette.light, "eye"),
  ];
};

/** A pointed ear, lighter inside. */
export const ear: PartDrawing = (_random, palette) => {
  const outer: Point[] = [
    [-1, 1],
    [-0.75, -0.2],
    [-0.05, -1],
    [0.1, -1],
    [0.8, -0.2],
    [1, 1],
  ];
  const inner = outer.map(([x, y]): Point => [0.55 * x, 0.3 + 0.6 * y]);
  return [shaded(outer, lighter(palette.body, -0.03), "ear"), flat(inner, lighter(palette.second, 0.06), "ear")];
};

/** A nose or a short beak: a rounded triangle that points down. */
export const nose: PartDrawing = (_random, palette) => [
  shaded(
    smoothCurve([
      [-0.75, -0.85],
      [0, -0.95],
      [0.75, -0.85],
      [0.75, -0.3],
      [0.1, 0.95],
      [-0.1, 0.95],
      [-0.75, -0.3],
    ]),
    palette.accent,
    "nose",
  ),
];

/** A smile, or an open mouth with teeth. */
export const mouth: PartDrawing = (random, palette) => {
  if (random.chance(0.5)) return [flat(stroke(bezier([-1, -0.6], [0, 1.7], [1, -0.6]), 0.46), palette.dark, "mouth")];
  const open = smoothCurve([
    [-1, -0.75],
    [0, -0.55],
    [1, -0.75],
    [0.55, 0.6],
    [0, 0.9],
    [-0.55, 0.6],
  ]);
  const teeth: Point[] = [
    [-0.75, -0.6],
    [0.75, -0.6],
    [0.6, -0.05],
    [-0.6, -0.05],
  ];
  return [flat(open, palette.dark, "mouth"), flat(teeth, palette.light, "mouth")];
};

/** A swept fin with rays; its root is the lower edge, its tip leans to the right. */
export const fin: PartDrawing = (_random, palette) => {
  const outline = [...bezier([-1, 1], [-0.5, -0.5], [0.75, -1]), ...bezier([0.95, -0.85], [0.45, 0.1], [1, 1])];
  const ray = lighter(palette.second, -0.16);
  const rays: [Point, Point][] = [
    [
      [-0.45, 0.9],
      [0.35, -0.55],
    ],
    [
      [0.2, 0.9],
      [0.58, -0.5],
    ],
  ];
  return [shaded(outline, palette.second, "fin"), ...rays.map((line) => flat(stroke(line, 0.17), ray, "fin"))];
};
