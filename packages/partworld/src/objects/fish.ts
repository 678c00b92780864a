import { lighter } from "../colour.js";
import { bezier, smoothCurve, stroke } from "../outlines.js";
import { eye, fin, mouth } from "../parts/creature-parts.js";
import { flat, place, shaded } from "../patch.js";
import type { ObjectClass } from "./object-class.js";

export const fish: ObjectClass = {
  name: "fish",
  parts: ["eye", "fin", "mouth"],
  draw: (random, palette) => {
    const height = random.range(0.46, 0.58);
    const blade = fin(random, palette);
    const stripeXs = random.pick([[], [-0.05], [-0.22, 0.1]]);
    return [
      ...place(blade, -0.76, -0.22, 0.26, 0.32, -1.25),
      ...place(blade, -0.76, 0.22, -0.26, 0.32, -1.9),
      ...place(blade, 0.05, -height - 0.08, -0.42, 0.24),
      ...place(blade, -0.05, height + 0.04, -0.24, -0.2),
      shaded(
        smoothCurve([
          [-0.78, 0],
          [-0.35, -height * 0.75],
          [0.2, -height],
          [0.75, -height * 0.62],
          [0.98, 0.02],
          [0.75, height * 0.62],
          [0.2, height],
          [-0.35, height * 0.75],
        ]),
        palette.body,
      ),
      ...stripeXs.map((x) =>
        flat(stroke(bezier([x, -height * 0.8], [x + 0.3, 0], [x, height * 0.8]), 0.13), lighter(palette.body, -0.17)),
      ),
      ...place(blade, -0.02, 0.08, -0.2, 0.17, -1.2),
      ...place(eye(random, palette), 0.56, -0.14, 0.2),
      ...place(mouth(random, palette), 0.7, 0.24, 0.2, 0.13, -0.35),
    ];
  },
};
