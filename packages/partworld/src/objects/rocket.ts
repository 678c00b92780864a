import { lighter } from "../colour.js";
import { rectangle, smoothCurve } from "../outlines.js";
import { roof, window } from "../parts/building-parts.js";
import { fin } from "../parts/creature-parts.js";
import { flame } from "../parts/machine-parts.js";
import { flat, place, shaded } from "../patch.js";
import type { ObjectClass } from "./object-class.js";

export const rocket: ObjectClass = {
  name: "rocket",
  parts: ["fin", "flame", "roof", "window"],
  draw: (random, palette) => {
    const halfWidth = random.range(0.35, 0.43);
    const pane = window(random, palette);
    const side = fin(random, palette);
    const windowYs = random.pick([[-0.22], [-0.28, 0.2]]);
    return [
      ...place(flame(random, palette), 0, 0.76, halfWidth * 0.72, 0.26),
      ...place(side, -halfWidth - 0.14, 0.32, -0.36, 0.32, -1),
      ...place(side, halfWidth + 0.14, 0.32, 0.36, 0.32, 1),
      shaded(
        smoothCurve([
          [-halfWidth * 0.86, -0.55],
          [halfWidth * 0.86, -0.55],
          [halfWidth * 1.06, -0.1],
          [halfWidth * 0.72, 0.52],
          [-halfWidth * 0.72, 0.52],
          [-halfWidth * 1.06, -0.1],
        ]),
        palette.body,
      ),
      flat(rectangle(-halfWidth * 0.78, 0.44, halfWidth * 1.56, 0.12, 0.04), lighter(palette.dark, 0.15)),
      ...place(roof(random, palette), 0, -0.74, halfWidth, 0.26),
      ...windowYs.flatMap((y) => place(pane, 0, y, 0.21)),
    ];
  },
};
