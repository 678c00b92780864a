import { lighter } from "../colour.js";
import type { Point } from "../geometry.js";
import { ellipse, stroke } from "../outlines.js";
import { ear, eye, mouth, nose } from "../parts/creature-parts.js";
import { flat, place, shaded } from "../patch.js";
import type { ObjectClass } from "./object-class.js";

export const cat: ObjectClass = {
  name: "cat",
  parts: ["ear", "eye", "mouth", "nose"],
  draw: (random, palette) => {
    const height = random.range(0.66, 0.76);
    const point = ear(random, palette);
    const eyeball = eye(random, palette);
    const whiskers = [-1, 1].flatMap((side) =>
      [-0.14, 0.06, 0.26].map((drop): [Point, Point] => [
        [side * 0.4, 0.32 + drop * 0.3],
        [side, 0.28 + drop],
      ]),
    );
    return [
      ...place(point, -0.54, -0.6, 0.3, 0.38, -0.32),
      ...place(point, 0.54, -0.6, -0.3, 0.38, 0.32),
      shaded(ellipse(0, 0.16, 0.86, height), palette.body),
      ...[-0.22, 0, 0.22].map((x) =>
        flat(ellipse(x, 0.28 - height + Math.abs(x) * 0.3, 0.055, 0.16), lighter(palette.body, -0.16)),
      ),
      flat(ellipse(0, 0.46, 0.44, 0.3), lighter(palette.body, 0.11)),
      ...whiskers.map((line) => flat(stroke(line, 0.045), palette.dark)),
      ...place(eyeball, -0.36, -0.02, 0.21),
      ...place(eyeball, 0.36, -0.02, 0.21),
      ...place(nose(random, palette), 0, 0.32, 0.14, 0.11),
      ...place(mouth(random, palette), 0, 0.57, 0.25, 0.14),
    ];
  },
};
