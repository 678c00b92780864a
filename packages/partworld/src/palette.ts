import { type Colour, colourDistance } from "./colour.js";
import type { Random } from "./random.js";

/** The colours one object is painted in. Every class draws from the same distribution, so none gives a class away. */
export interface Palette {
  /** The largest areas; stands out from the background. */
  readonly body: Colour;
  /** Large details; stands out from body and background. */
  readonly second: Colour;
  /** Small details; stands out from body and second. */
  readonly accent: Colour;
  /** Nearly white: glass, eyes, hubs. */
  readonly light: Colour;
  /** Nearly black: tyres, pupils, mouths. */
  readonly dark: Colour;
}

const enoughDistance = 0.2;
const attempts = 24;

/** A saturated colour of middle lightness. */
export function vividColour(random: Random): Colour {
  return { lightness: random.range(0.5, 0.86), chroma: random.range(0.1, 0.19), hue: random.range(0, 360) };
}

/** A colour for backgrounds: mostly pale, sometimes of middle lightness, sometimes night. */
export function quietColour(random: Random): Colour {
  const hue = random.range(0, 360);
  const kind = random.range(0, 1);
  if (kind < 0.5) return { lightness: random.range(0.86, 0.96), chroma: random.range(0.01, 0.06), hue };
  if (kind < 0.75) return { lightness: random.range(0.55, 0.8), chroma: random.range(0.02, 0.08), hue };
  return { lightness: random.range(0.2, 0.36), chroma: random.range(0.02, 0.07), hue };
}

/** A vivid colour that stands out from all of `others`: the best of a few where none is far enough from each. */
export function contrastingColour(random: Random, others: readonly Colour[]): Colour {
  let best = vividColour(random);
  let bestDistance = -1;
  for (let attempt = 0; attempt < attempts && bestDistance < enoughDistance; attempt++) {
    const candidate = vividColour(random);
    const distance = Math.min(...others.map((other) => colourDistance(candidate, other)));
    if (distance > bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** Colours for one object before a background of the given colours. */
export function drawPalette(random: Random, background: readonly Colour[]): Palette {
  const body = contrastingColour(random, background);
  const second = contrastingColour(random, [body, ...background]);
  const accent = contrastingColour(random, [body, second]);
  const light = { lightness: random.range(0.93, 0.98), chroma: random.range(0, 0.03), hue: random.range(0, 360) };
  const dark = { lightness: random.range(0.18, 0.3), chroma: random.range(0, 0.05), hue: random.range(0, 360) };
  return { body, second, accent, light, dark };
}
