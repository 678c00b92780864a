import { lighter } from "../colour.js";
import { ellipse } from "../outlines.js";
import { leaf, petal, stem } from "../parts/plant-parts.js";
import { flat, type Patch, place, shaded } from "../patch.js";
import type { Random } from "../random.js";
import type { ObjectClass } from "./object-class.js";

const crownY = -0.3;

/** Places spread evenly over the crown: a sunflower spiral (Vogel 1979), a little shaken. */
function crownPlaces(random: Random, count: number): { x: number; y: number; angle: number }[] {
  const turn = random.range(0, 2 * Math.PI);
  return Array.from({ length: count }, (_, index) => {
    const angle = turn + index * 2.39996;
    const radius = Math.sqrt((index + 0.5) / count) * random.range(0.92, 1.08);
    return { x: 0.6 * radius * Math.sin(angle), y: crownY - 0.5 * radius * Math.cos(angle), angle };
  });
}

export const tree: ObjectClass = {
  name: "tree",
  parts: ["leaf", "petal", "stem"],
  draw: (random, palette) => {
    const trunk = stem(random, palette);
    const blade = leaf(random, palette);
    const ray = petal(random, palette);
    const crown = lighter(palette.second, -0.18);
    const blossom: Patch[] = [
      ...[0, 72, 144, 216, 288].flatMap((degrees) => {
        const angle = (degrees * Math.PI) / 180;
        return place(ray, 0.58 * Math.sin(angle), -0.58 * Math.cos(angle), 0.4, 0.46, angle);
      }),
      flat(ellipse(0, 0, 0.26), palette.light),
    ];
    const places = crownPlaces(random, random.integer(11, 14));
    return [
      ...place(trunk, 0, 0.5, 0.18, 0.5),
      ...place(trunk, -0.2, 0.22, 0.07, 0.3, -0.7),
      ...place(trunk, 0.2, 0.22, 0.07, 0.3, 0.7),
      shaded(ellipse(-0.4, crownY + 0.08, 0.46, 0.42), crown),
      shaded(ellipse(0.4, crownY + 0.08, 0.46, 0.42), crown),
      shaded(ellipse(0, crownY - 0.18, 0.54, 0.48), crown),
      ...places.flatMap(({ x, y, angle }, index) =>
        index % 3 === 1 ? place(blossom, x, y, 0.19) : place(blade, x, y, 0.13, 0.19, angle),
      ),
    ];
  },
};
