import { lighter } from "../colour.js";
import { ellipse, smoothCurve, stroke } from "../outlines.js";
import { flat } from "../patch.js";
import type { PartDrawing } from "./part.js";

/** A tyre and a hub, with spokes or without. */
export const wheel: PartDrawing = (random, palette) => {
  const spokes = random.chance(0.5) ? [0, 60, 120] : [];
  const turn = random.range(0, 60);
  const spokeLines = spokes.map((step) => {
    const angle = ((step + turn) * Math.PI) / 180;
    const [x, y] = [0.55 * Math.cos(angle), 0.55 * Math.sin(angle)];
    return stroke(
      [
        [-x, -y],
        [x, y],
      ],
      0.12,
    );
  });
  return [
    flat(ellipse(0, 0, 1), palette.dark, "wheel"),
    flat(ellipse(0, 0, 0.58), lighter(palette.light, -0.1), "wheel"),
    ...spokeLines.map((line) => flat(line, lighter(palette.dark, 0.2), "wheel")),
    flat(ellipse(0, 0, 0.22), palette.dark, "wheel"),
  ];
};

/** A round lamp in a dark ring. */
export const lamp: PartDrawing = (_random, palette) => {
  const glow = { ...palette.accent, lightness: 0.88 };
  return [
    flat(ellipse(0, 0, 1), lighter(palette.dark, 0.08), "lamp"),
    flat(ellipse(0, 0, 0.72), glow, "lamp"),
    flat(ellipse(-0.15, -0.2, 0.34), palette.light, "lamp"),
  ];
};

/** A flame that burns downwards. */
export const flame: PartDrawing = (random, palette) => {
  const lean = random.range(-0.3, 0.3);
  const tongue = (scale: number) =>
    smoothCurve([
      [-0.85 * scale, -1],
      [0.85 * scale, -1],
      [0.8 * scale, -1 + 0.8 * scale],
      [lean, -1 + 2 * scale],
      [-0.8 * scale, -1 + 0.8 * scale],
    ]);
  const outer = { ...palette.accent, lightness: 0.66, chroma: 0.19 };
  return [
    flat(tongue(1), outer, "flame"),
    flat(tongue(0.66), { ...outer, lightness: 0.82, chroma: 0.13 }, "flame"),
    flat(tongue(0.34), palette.light, "flame"),
  ];
};
