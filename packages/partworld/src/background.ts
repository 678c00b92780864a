import { type Colour, lighter, mixRgb, type Rgb, toRgb } from "./colour.js";
import { quietColour } from "./palette.js";
import type { Random } from "./random.js";

export interface Background {
  /** `[size, size, 3]`, sRGB in [0, 255]. */
  readonly pixels: Float64Array;
  /** The colours between which it stays. */
  readonly colours: readonly [Colour, Colour];
}

/** How far a place is from the first colour to the second, 0 … 1; x and y in [0, 1]. */
type Weight = (x: number, y: number) => number;

/** A plain, graded or cloudy background. */
export function drawBackground(random: Random, size: number): Background {
  const first = quietColour(random);
  const kind = random.pick(["plain", "gradient", "noise"] as const);
  const difference = random.pick([-1, 1]) * random.range(0.05, 0.12);
  const second = kind === "plain" ? first : { ...lighter(first, difference), hue: first.hue + random.range(-70, 70) };
  const weight = kind === "noise" ? noise(random) : gradient(random);
  const [from, to] = [toRgb(first), toRgb(second)];
  const pixels = new Float64Array(size * size * 3);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      const colour: Rgb = mixRgb(from, to, weight((column + 0.5) / size, (row + 0.5) / size));
      pixels.set(colour, 3 * (row * size + column));
    }
  }
  return { pixels, colours: [first, second] };
}

function gradient(random: Random): Weight {
  const angle = random.range(0, 2 * Math.PI);
  const [alongX, alongY] = [Math.cos(angle), Math.sin(angle)];
  return (x, y) => 0.5 + (alongX * (x - 0.5) + alongY * (y - 0.5)) / Math.SQRT2;
}

/** Two octaves of value noise (lattice of random numbers, smoothly interpolated). */
function noise(random: Random): Weight {
  const coarse = valueNoise(random, random.integer(3, 6));
  const fine = valueNoise(random, random.integer(9, 16));
  return (x, y) => 0.7 * coarse(x, y) + 0.3 * fine(x, y);
}

function valueNoise(random: Random, cells: number): Weight {
  const side = cells + 1;
  const lattice = Array.from({ length: side * side }, () => random.range(0, 1));
  return (x, y) => {
    const [column, row] = [Math.floor(x * cells), Math.floor(y * cells)];
    const [right, down] = [smooth(x * cells - column), smooth(y * cells - row)];
    const corner = row * side + column;
    const upper = lattice[corner] + right * (lattice[corner + 1] - lattice[corner]);
    const lower = lattice[corner + side] + right * (lattice[corner + side + 1] - lattice[corner + side]);
    return upper + down * (lower - upper);
  };
}

function smooth(t: number): number {
  return t * t * (3 - 2 * t);
}
