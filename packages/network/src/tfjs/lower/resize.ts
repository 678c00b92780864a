/** Enlarging by whole factors, as linear operations that keep channels and rank. */
import type { NetworkBuilder, Value } from "../../builder.js";
import type { Pair } from "../../operation.js";
import { spatialSize } from "../../shapes/window.js";
import { asImage, type DataFormat, type TensorView, viewOfImage } from "../tensor-view.js";

export interface ResizeOptions {
  readonly factors: Pair;
  readonly interpolation: "nearest" | "bilinear";
  /** Pixels are areas around their centres (TensorFlow 2's own resize), not points at their corners (TensorFlow.js'). */
  readonly halfPixelCentres: boolean;
  readonly format: DataFormat;
}

/** Beyond it the network would have more operations than is sensible. */
const largestFactor = 64;

/** Output positions `factor · i + phase` are one linear function of inputs i and its neighbour; the phases are interleaved. */
export function resize(
  builder: NetworkBuilder,
  x: TensorView,
  { factors, interpolation, halfPixelCentres, format }: ResizeOptions,
): TensorView {
  if (factors.some((factor) => factor > largestFactor)) {
    throw new RangeError(`a resize by ${factors.join("×")} is not supported, only up to ${largestFactor}`);
  }
  const shift = halfPixelCentres ? 0.5 : 0;
  const phasesOf = (value: Value, axis: 2 | 3) =>
    Array.from({ length: factors[axis - 2]! }, (_, phase) => {
      const position = (phase + shift) / factors[axis - 2]! - shift;
      return interpolation === "nearest" ? value : between(builder, value, axis, position);
    });
  const image = asImage(builder, x, format);
  const taller = interleaveRows(builder, phasesOf(image, 2));
  return viewOfImage(interleaveColumns(builder, phasesOf(taller, 3)), format);
}

/** Values at i + `offset` for all i, −1 < offset < 1, by linear interpolation; beyond the border its value. */
function between(builder: NetworkBuilder, x: Value, axis: 2 | 3, offset: number): Value {
  if (offset === 0) return x;
  const weight = Math.abs(offset);
  const own = builder.multiply(x, builder.scalar(1 - weight));
  const neighbour = builder.multiply(shifted(builder, x, axis, offset > 0), builder.scalar(weight));
  return builder.add(own, neighbour);
}

/** Each position's next neighbour, or its previous one. */
function shifted(builder: NetworkBuilder, x: Value, axis: 2 | 3, forward: boolean): Value {
  const size = spatialSize(x.shape)[axis - 2]!;
  if (size === 1) return x;
  return forward
    ? builder.concat([builder.slice(x, axis, 1, size), builder.slice(x, axis, size - 1, size)], axis)
    : builder.concat([builder.slice(x, axis, 0, 1), builder.slice(x, axis, 0, size - 1)], axis);
}

function interleaveRows(builder: NetworkBuilder, phases: readonly Value[]): Value {
  const [first] = phases as readonly [Value];
  const [height, width] = spatialSize(first.shape);
  const joined = builder.concat(phases, 3);
  return builder.reshape(joined, [first.shape[0]!, first.shape[1]!, height * phases.length, width]);
}

function interleaveColumns(builder: NetworkBuilder, phases: readonly Value[]): Value {
  const [first] = phases as readonly [Value];
  const [height, width] = spatialSize(first.shape);
  if (phases.length === 1) return first;
  const [n, c] = [first.shape[0]!, first.shape[1]!];
  const single = phases.map((phase) => builder.reshape(phase, [n, c, height * width, 1]));
  return builder.reshape(builder.concat(single, 3), [n, c, height, width * phases.length]);
}
