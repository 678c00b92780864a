import type { MapKind } from "./colour-scale.js";
import { lajolla, vik } from "./crameri-tables.js";

/** sRGB in [0, 255], not rounded, and opacity in [0, 1]. */
export type Rgba = readonly [red: number, green: number, blue: number, alpha: number];

/** Even the strongest colour lets the picture through a little. */
const strongest = 0.9;
/** Below 1, so that half the limit is well visible. */
const opacityExponent = 0.7;

/** Without the darkest ends, whose hues single pixels do not tell apart. */
const diverging = parseTable(vik).slice(7, -7);
/** From pale to dark: like in the diverging map, strong values are dark, on a light picture. */
const sequential = parseTable(lajolla).slice(11).reverse();

/**
 * The colour of `t`, a value divided by the limit of its scale: `t ∈ [−1, 1]` for a diverging map, blue below zero and
 * orange above, `t ∈ [0, 1]` for a sequential one; beyond, the colour of the end. Opacity is `0.9·|t|^0.7`, so that the
 * picture shows where nothing happens.
 */
export function colourMap(kind: MapKind): (t: number) => Rgba {
  if (kind === "sequential") {
    return (t) => {
      const inside = Math.max(0, Math.min(1, t));
      return withOpacity(sequential, inside, inside);
    };
  }
  return (t) => {
    const inside = Math.max(-1, Math.min(1, t));
    return withOpacity(diverging, (inside + 1) / 2, Math.abs(inside));
  };
}

function withOpacity(table: readonly number[][], place: number, strength: number): Rgba {
  const at = place * (table.length - 1);
  const below = Math.min(Math.floor(at), table.length - 2);
  const weight = at - below;
  const [first, second] = [table[below], table[below + 1]];
  const mix = (channel: number) => first[channel] + weight * (second[channel] - first[channel]);
  return [mix(0), mix(1), mix(2), strongest * strength ** opacityExponent];
}

function parseTable(table: string): number[][] {
  return table
    .trim()
    .split(/\s+/)
    .map((hex) => [0, 2, 4].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)));
}
