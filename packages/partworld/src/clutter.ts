import { type Colour, lighter } from "./colour.js";
import type { Point } from "./geometry.js";
import { ellipse, rectangle, smoothCurve, stroke } from "./outlines.js";
import { drawPalette, quietColour, vividColour } from "./palette.js";
import { type PartName, partNames } from "./part-names.js";
import { partDrawings } from "./parts/index.js";
import { flat, type Patch, place, shaded } from "./patch.js";
import type { Random } from "./random.js";

/** Small shapes without meaning; most of them close in colour to the background. All lengths in pixels. */
export function drawClutter(random: Random, background: readonly Colour[], size: number): Patch[] {
  return Array.from({ length: random.integer(0, 6) }, () => {
    const colour = random.chance(0.6)
      ? lighter(random.pick(background), random.pick([-1, 1]) * random.range(0.06, 0.14))
      : vividColour(random);
    const radius = random.range(1.5, 5);
    const outline = random.pick([
      ellipse(0, 0, 1),
      rectangle(-1, -1, 2, 2),
      rectangle(-1, -0.3, 2, 0.6),
      [
        [-1, 0.8],
        [0, -1],
        [1, 0.8],
      ] satisfies Point[],
    ]);
    const [x, y] = [random.range(0, size), random.range(0, size)];
    return place([flat(outline, colour)], x, y, radius, radius, random.range(0, Math.PI));
  }).flat();
}

/** Up to two parts that the object does not have, as large as they are on objects. All lengths in pixels. */
export function drawStrayParts(
  random: Random,
  excluded: readonly PartName[],
  background: readonly Colour[],
  size: number,
): Patch[] {
  const others = partNames.filter((name) => !excluded.includes(name));
  const count = random.pick([0, 0, 1, 1, 2]);
  return Array.from({ length: count }, () => {
    const part = partDrawings[random.pick(others)](random, drawPalette(random, background));
    const angle = random.range(0, 2 * Math.PI);
    const [x, y] = [0.5 + 0.44 * Math.cos(angle), 0.5 + 0.44 * Math.sin(angle)];
    const radius = random.range(3.5, 7);
    return place(part, x * size, y * size, radius, radius, random.range(-0.5, 0.5));
  }).flat();
}

/** Sometimes a bar or a blob before the object around (x, y). All lengths in pixels. */
export function drawOccluder(random: Random, x: number, y: number, halfObject: number, size: number): Patch[] {
  if (random.chance(0.6)) return [];
  const colour = random.chance(0.5) ? quietColour(random) : vividColour(random);
  const angle = random.range(0, 2 * Math.PI);
  const distance = random.range(0.2, 0.7) * halfObject;
  const [centreX, centreY] = [x + distance * Math.cos(angle), y + distance * Math.sin(angle)];
  if (random.chance(0.5)) {
    const along = random.range(0, Math.PI);
    const [reachX, reachY] = [1.5 * size * Math.cos(along), 1.5 * size * Math.sin(along)];
    const ends: Point[] = [
      [centreX - reachX, centreY - reachY],
      [centreX + reachX, centreY + reachY],
    ];
    return [shaded(stroke(ends, random.range(3, 6)), colour)];
  }
  const blob = smoothCurve(
    Array.from({ length: 7 }, (_, index): Point => {
      const turn = (2 * Math.PI * index) / 7;
      const radius = random.range(0.7, 1.2);
      return [radius * Math.cos(turn), radius * Math.sin(turn)];
    }),
  );
  return place([shaded(blob, colour)], centreX, centreY, random.range(4, 9));
}
