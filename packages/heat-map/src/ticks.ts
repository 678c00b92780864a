import type { ColourScale } from "./colour-scale.js";
import { powerOfTen, withMinusSign } from "./format-number.js";

/** Where a colour bar is labelled. */
export interface Ticks {
  /** Ascending, within the scale: five to eleven multiples of 1, 2 or 5 times a power of ten. */
  values: number[];
  /** One for each value, all with equally many decimals. */
  labels: string[];
  /** What all labels are to be multiplied with, as `×10⁻⁶`; empty where nothing. */
  factor: string;
}

/** Limits in this range are labelled without a factor. */
const plain = { from: 1e-2, below: 1e4 };
/** So that rounding does not cost the tick at the end. */
const slack = 1e-9;

export function ticksOf({ kind, limit }: Pick<ColourScale, "kind" | "limit">): Ticks {
  const [mantissa, power] = largestStep((limit / (kind === "diverging" ? 2 : 4)) * (1 + slack));
  const count = Math.floor((limit / scaled(mantissa, power)) * (1 + slack));
  const first = kind === "diverging" ? -count : 0;
  const steps = Array.from({ length: count - first + 1 }, (_, i) => first + i);

  const isPlain = limit >= plain.from && limit < plain.below;
  const factor = isPlain ? 0 : 3 * Math.floor(Math.log10(limit) / 3);
  const decimals = Math.max(0, factor - power);
  return {
    values: steps.map((step) => Math.max(-limit, Math.min(limit, scaled(step * mantissa, power)))),
    labels: steps.map((step) => withMinusSign(scaled(step * mantissa, power - factor).toFixed(decimals))),
    factor: powerOfTen(factor),
  };
}

/** The largest 1, 2 or 5 times a power of ten that is at most `bound`: mantissa and power. */
function largestStep(bound: number): [mantissa: number, power: number] {
  const power = Math.floor(Math.log10(bound));
  const mantissa = [5, 2, 1].find((candidate) => scaled(candidate, power) <= bound);
  // Rounding of the logarithm may put the power one too high.
  return mantissa === undefined ? [5, power - 1] : [mantissa, power];
}

/** `value · 10^power`, correctly rounded for the small powers that are exact. */
function scaled(value: number, power: number): number {
  return power < 0 ? value / 10 ** -power : value * 10 ** power;
}
