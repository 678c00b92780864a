import { lighter } from "../colour.js";
import { rectangle, smoothCurve } from "../outlines.js";
import { window } from "../parts/building-parts.js";
import { lamp, wheel } from "../parts/machine-parts.js";
import { flat, place, shaded } from "../patch.js";
import type { ObjectClass } from "./object-class.js";

export const car: ObjectClass = {
  name: "car",
  parts: ["lamp", "wheel", "window"],
  draw: (random, palette) => {
    const roofY = random.range(-0.68, -0.55);
    const wheelRadius = random.range(0.24, 0.3);
    const pane = window(random, palette);
    const tyre = wheel(random, palette);
    return [
      shaded(
        smoothCurve([
          [-0.84, 0.05],
          [-0.55, roofY + 0.08],
          [-0.3, roofY],
          [0.2, roofY],
          [0.42, roofY + 0.1],
          [0.74, 0.05],
        ]),
        palette.body,
      ),
      shaded(rectangle(-1, -0.08, 2, 0.6, 0.2), palette.body),
      flat(rectangle(-0.99, 0.24, 1.98, 0.09), palette.second),
      flat(rectangle(-1, 0.4, 2, 0.1, 0.04), lighter(palette.dark, 0.15)),
      ...place(pane, -0.31, -0.24, 0.24, 0.2),
      ...place(pane, 0.25, -0.24, 0.24, 0.2),
      ...place(lamp(random, palette), 0.86, 0.08, 0.13),
      ...place(tyre, -0.54, 0.5, wheelRadius),
      ...place(tyre, 0.54, 0.5, wheelRadius),
    ];
  },
};
