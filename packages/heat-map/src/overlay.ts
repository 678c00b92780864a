import { colourMap, type Rgba } from "./colour-map.js";
import type { ColourScale, MapKind } from "./colour-scale.js";
import type { Picture, ValueMap } from "./picture.js";

/** Lightest and darkest grey of a picture under a map: enough to know the picture by, too pale to be taken for values. */
const white = 252;
const black = 132;

/** The grey that a picture's luma becomes under a map, in [0, 255]. */
export function paleGrey(luma: number): number {
  return black + (luma / 255) * (white - black);
}

/** Shades on each side of zero; more than eight bits tell apart. */
const resolution = 1024;

/** The colours of −1 to 1 in equal steps: pixels are many, and each shade is worked out once. */
function shadesOf(kind: MapKind): Rgba[] {
  const colourOf = colourMap(kind);
  return Array.from({ length: 2 * resolution + 1 }, (_, place) => colourOf(place / resolution - 1));
}

const placeOf = (t: number) => Math.round((Math.max(-1, Math.min(1, t)) + 1) * resolution);

/**
 * A map over a picture of the same size: the picture in pale grey, each position under the colour of its value. Luma is
 * that of ITU-R BT.601.
 */
export function overlay(picture: Picture, map: ValueMap, scale: Pick<ColourScale, "kind" | "limit">): Picture {
  const { width, height, data } = picture;
  const shades = shadesOf(scale.kind);
  const out = new Uint8Array(data.length);
  for (let i = 0, at = 0; i < map.data.length; i++, at += 3) {
    const grey = paleGrey(0.299 * data[at] + 0.587 * data[at + 1] + 0.114 * data[at + 2]);
    const [red, green, blue, alpha] = shades[placeOf(map.data[i] / scale.limit)];
    out[at] = Math.round(grey + alpha * (red - grey));
    out[at + 1] = Math.round(grey + alpha * (green - grey));
    out[at + 2] = Math.round(grey + alpha * (blue - grey));
  }
  return { width, height, data: out };
}
