import { ellipse } from "../outlines.js";
import { leaf, petal, stem } from "../parts/plant-parts.js";
import { flat, place, shaded } from "../patch.js";
import type { ObjectClass } from "./object-class.js";

export const flower: ObjectClass = {
  name: "flower",
  parts: ["leaf", "petal", "stem"],
  draw: (random, palette) => {
    const petals = random.integer(5, 8);
    const turn = random.range(0, 2 * Math.PI);
    const radius = random.range(0.38, 0.44);
    const centreY = -0.33;
    const ray = petal(random, palette);
    const blade = leaf(random, palette);
    const leafY = random.range(0.4, 0.6);
    const halfPetal = Math.min(0.27, (2 / petals) * 0.7);
    return [
      ...place(stem(random, palette), 0, 0.36, 0.1, 0.64),
      ...place(blade, -0.34, leafY, 0.2, 0.36, -0.95),
      ...place(blade, 0.34, leafY + 0.12, 0.2, 0.36, 0.95),
      ...Array.from({ length: petals }, (_, index) => {
        const angle = turn + (2 * Math.PI * index) / petals;
        const [x, y] = [radius * Math.sin(angle), centreY - radius * Math.cos(angle)];
        return place(ray, x, y, halfPetal, 0.27, angle);
      }).flat(),
      shaded(ellipse(0, centreY, 0.22), palette.accent),
      flat(ellipse(0, centreY, 0.12), palette.light),
    ];
  },
};
