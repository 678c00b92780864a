import { lighter } from "../colour.js";
import { rectangle, stroke } from "../outlines.js";
import { eye, mouth } from "../parts/creature-parts.js";
import { flame, lamp, wheel } from "../parts/machine-parts.js";
import { flat, place, shaded } from "../patch.js";
import type { ObjectClass } from "./object-class.js";

export const robot: ObjectClass = {
  name: "robot",
  parts: ["eye", "flame", "lamp", "mouth", "wheel"],
  draw: (random, palette) => {
    const halfHead = random.range(0.46, 0.56);
    const eyeball = eye(random, palette);
    const bulb = lamp(random, palette);
    const metal = lighter(palette.dark, 0.28);
    const rolls = random.chance(0.6);
    const base = rolls ? wheel(random, palette) : flame(random, palette);
    const feet = [-0.28, 0.28].flatMap((x) => (rolls ? place(base, x, 0.8, 0.2) : place(base, x, 0.8, 0.14, 0.2)));
    const arm = random.range(0.4, 0.72);
    return [
      flat(rectangle(-0.035, -0.86, 0.07, 0.3), metal),
      ...place(bulb, 0, -0.86, 0.13),
      ...[-1, 1].map((side) =>
        flat(
          stroke(
            [
              [side * 0.4, 0.26],
              [side * 0.72, 0.3],
              [side * 0.8, arm],
            ],
            0.14,
          ),
          metal,
        ),
      ),
      ...feet,
      flat(rectangle(-0.12, 0, 0.24, 0.24), metal),
      shaded(rectangle(-0.44, 0.14, 0.88, 0.52, 0.1), palette.second),
      shaded(rectangle(-halfHead, -0.66, 2 * halfHead, 0.74, 0.12), palette.body),
      ...place(bulb, -0.2, 0.38, 0.12),
      ...place(bulb, 0.2, 0.38, 0.12),
      ...place(eyeball, -0.22, -0.38, 0.18),
      ...place(eyeball, 0.22, -0.38, 0.18),
      ...place(mouth(random, palette), 0, -0.07, 0.26, 0.12),
    ];
  },
};
