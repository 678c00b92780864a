import { lighter } from "../colour.js";
import { ellipse, smoothCurve } from "../outlines.js";
import { ear, eye, nose } from "../parts/creature-parts.js";
import { leaf, stem } from "../parts/plant-parts.js";
import { flat, place, shaded } from "../patch.js";
import type { ObjectClass } from "./object-class.js";

export const owl: ObjectClass = {
  name: "owl",
  parts: ["ear", "eye", "leaf", "nose", "stem"],
  draw: (random, palette) => {
    const halfWidth = random.range(0.54, 0.64);
    const tuft = ear(random, palette);
    const eyeball = eye(random, palette);
    const blade = leaf(random, palette);
    const feathers = lighter(palette.body, 0.1);
    const wing = lighter(palette.body, -0.14);
    return [
      ...place(tuft, -halfWidth * 0.68, -0.76, 0.2, 0.26, -0.35),
      ...place(tuft, halfWidth * 0.68, -0.76, -0.2, 0.26, 0.35),
      ...place(stem(random, palette), 0, 0.78, 0.09, 1, 1.57),
      ...place(blade, -0.82, 0.56, 0.15, 0.26, -0.5),
      ...place(blade, 0.84, 0.56, 0.15, 0.26, 0.5),
      shaded(
        smoothCurve([
          [-halfWidth * 0.9, -0.62],
          [0, -0.78],
          [halfWidth * 0.9, -0.62],
          [halfWidth, 0.1],
          [halfWidth * 0.6, 0.72],
          [-halfWidth * 0.6, 0.72],
          [-halfWidth, 0.1],
        ]),
        palette.body,
      ),
      flat(ellipse(0, 0.3, halfWidth * 0.56, 0.38), feathers),
      ...[-0.16, 0.16].map((x) => flat(ellipse(x, 0.26, 0.09, 0.05), wing)),
      ...[-0.24, 0, 0.24].map((x) => flat(ellipse(x * 0.9, 0.42, 0.09, 0.05), wing)),
      flat(ellipse(-halfWidth * 0.9, 0.16, 0.15, 0.42, 0.12), wing),
      flat(ellipse(halfWidth * 0.9, 0.16, 0.15, 0.42, -0.12), wing),
      ...[-0.17, 0.17].map((x) => flat(ellipse(x, 0.74, 0.1, 0.08), palette.accent)),
      ...place(eyeball, -0.27, -0.36, 0.26),
      ...place(eyeball, 0.27, -0.36, 0.26),
      ...place(nose(random, palette), 0, -0.1, 0.12, 0.17),
    ];
  },
};
