import { lighter } from "../colour.js";
import { rectangle } from "../outlines.js";
import { door, window } from "../parts/building-parts.js";
import { lamp, wheel } from "../parts/machine-parts.js";
import { flat, place, shaded } from "../patch.js";
import type { ObjectClass } from "./object-class.js";

export const bus: ObjectClass = {
  name: "bus",
  parts: ["door", "lamp", "wheel", "window"],
  draw: (random, palette) => {
    const top = random.range(-0.82, -0.7);
    const wheelRadius = random.range(0.19, 0.23);
    const doorX = random.pick([0.42, -0.08]);
    const pane = window(random, palette);
    const tyre = wheel(random, palette);
    const windowXs = [-0.74, -0.34, 0.06, 0.42, 0.78].filter((x) => Math.abs(x - doorX) > 0.24);
    return [
      shaded(rectangle(-1, top, 2, 0.6 - top, 0.16), palette.body),
      flat(rectangle(-0.99, 0.02, 1.98, 0.13), palette.second),
      flat(rectangle(-1, 0.48, 2, 0.12, 0.05), lighter(palette.dark, 0.15)),
      ...windowXs.flatMap((x) => place(pane, x, top + 0.4, 0.165, 0.2)),
      ...place(door(random, palette), doorX, (top + 0.76) / 2, 0.17, (0.42 - top) / 2),
      ...place(lamp(random, palette), 0.88, 0.3, 0.1),
      ...place(tyre, -0.58, 0.58, wheelRadius),
      ...place(tyre, 0.68, 0.58, wheelRadius),
    ];
  },
};
