import { GipfelError } from "@gipfel/contracts";
import { checkSize, type ValueMap } from "./picture.js";

/** Values of both signs, shown from `−limit` to `limit`; or values from 0 to `limit`. */
export type MapKind = "diverging" | "sequential";

/** Which colour belongs to which value, and why. */
export interface ColourScale {
  kind: MapKind;
  /** Where the colours end; larger values are shown as this one. Positive. */
  limit: number;
  /**
   * What decided the limit: `given` by the caller; the `percentile` of |value|; the `maximum` of |value|, where the
   * percentile is zero though some value is not; or `zero`: all values are, and the limit is 1.
   */
  from: "given" | "percentile" | "maximum" | "zero";
  /** Of |value|, in percent. */
  percentile: number;
  /** Smallest and largest value of the map. */
  range: readonly [number, number];
}

export const defaultPercentile = 99.5;

export interface ScaleOptions {
  /** In (0, 100]. A percentile below 100 keeps single pixels from making all others pale. */
  percentile?: number;
  /** Takes the place of the percentile, so that several maps can share a scale. */
  limit?: number;
}

/**
 * The colour scale of a map. Percentiles are interpolated linearly between ranks, as NumPy does. Throws RangeError for
 * values that are not finite and for negative values in a sequential map, OPTION_INVALID for options out of range.
 */
export function scaleOf(map: ValueMap, kind: MapKind, options: ScaleOptions = {}): ColourScale {
  const { percentile = defaultPercentile, limit } = options;
  if (!(percentile > 0 && percentile <= 100)) {
    throw new GipfelError("OPTION_INVALID", `The percentile is ${percentile}; it must be above 0 and at most 100.`);
  }
  if (limit !== undefined && !(limit > 0 && Number.isFinite(limit))) {
    throw new GipfelError("OPTION_INVALID", `The colour limit is ${limit}; it must be a positive number.`);
  }
  checkSize(map, 1, "The map");
  const range = rangeOf(map, kind);
  const scale = { kind, percentile, range };
  if (limit !== undefined) return { ...scale, limit, from: "given" };
  const magnitudes = map.data.map(Math.abs).sort();
  const atPercentile = quantile(magnitudes, percentile / 100);
  if (atPercentile > 0) return { ...scale, limit: atPercentile, from: "percentile" };
  const largest = magnitudes[magnitudes.length - 1];
  return largest > 0 ? { ...scale, limit: largest, from: "maximum" } : { ...scale, limit: 1, from: "zero" };
}

function rangeOf({ data, width }: ValueMap, kind: MapKind): [number, number] {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < data.length; i++) {
    const value = data[i];
    if (!Number.isFinite(value) || (kind === "sequential" && value < 0)) {
      const right = kind === "sequential" ? "finite and not negative in a sequential map" : "finite";
      throw new RangeError(
        `The map has ${value} in column ${i % width} of row ${Math.floor(i / width)}; it must be ${right}.`,
      );
    }
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return [low, high];
}

function quantile(sorted: Float32Array, q: number): number {
  const rank = q * (sorted.length - 1);
  const below = Math.floor(rank);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
}
