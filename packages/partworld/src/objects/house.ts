import { lighter } from "../colour.js";
import { rectangle } from "../outlines.js";
import { door, roof, window } from "../parts/building-parts.js";
import { flat, place, shaded } from "../patch.js";
import type { ObjectClass } from "./object-class.js";

export const house: ObjectClass = {
  name: "house",
  parts: ["door", "roof", "window"],
  draw: (random, palette) => {
    const eaves = random.range(-0.18, 0.02);
    const halfWidth = random.range(0.7, 0.82);
    const doorX = random.pick([-0.38, 0, 0.38]);
    const pane = window(random, palette);
    const windowXs = doorX === 0 ? [-0.48, 0.48] : [-doorX];
    const windowSize = doorX === 0 ? 0.19 : 0.27;
    return [
      shaded(rectangle(0.36, -0.92, 0.22, 0.7), lighter(palette.accent, -0.1)),
      shaded(rectangle(-halfWidth, eaves - 0.1, 2 * halfWidth, 1 - eaves), palette.body),
      flat(rectangle(-halfWidth, 0.82, 2 * halfWidth, 0.1), lighter(palette.body, -0.2)),
      ...place(roof(random, palette), 0, (eaves - 0.98) / 2, halfWidth + 0.18, (eaves + 0.98) / 2),
      ...place(door(random, palette), doorX, 0.53, 0.19, 0.38),
      ...windowXs.flatMap((x) => place(pane, x, 0.36, windowSize, windowSize)),
    ];
  },
};
