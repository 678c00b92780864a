import type { ColourScale } from "./colour-scale.js";
import { formatNumber } from "./format-number.js";

/** Where the colours end and why: `Colours end at ±0.0373, percentile 99.5 of magnitudes.` */
export function describeLimit({ kind, limit, from, percentile }: ColourScale): string {
  const isSigned = kind === "diverging";
  const end = `Colours end at ${isSigned ? "±" : ""}${formatNumber(limit)}`;
  const largest = isSigned ? "the largest magnitude" : "the largest value";
  switch (from) {
    case "given":
      return `${end}, as given.`;
    case "percentile":
      if (percentile === 100) return `${end}, ${largest}.`;
      return `${end}, percentile ${percentile} of ${isSigned ? "magnitudes" : "the values"}.`;
    case "maximum":
      return `${end}, ${largest}, since percentile ${percentile} is zero.`;
    case "zero":
      return "All values are zero.";
  }
}

/** The same with the range of the values. */
export function describeScale(scale: ColourScale): string {
  if (scale.from === "zero") return describeLimit(scale);
  const [low, high] = scale.range.map(formatNumber);
  return `${describeLimit(scale)} Values range from ${low} to ${high}.`;
}
