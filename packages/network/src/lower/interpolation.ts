/** Resizing along one axis, as a constant matrix; the modes and coordinates of ONNX's Resize, which have those of PyTorch and TensorFlow. */
import { filled, type Tensor } from "../tensor.js";

export type Coordinates =
  | "half_pixel"
  | "half_pixel_symmetric"
  | "pytorch_half_pixel"
  | "align_corners"
  | "asymmetric"
  | "tf_half_pixel_for_nn";

export type Rounding = "round_prefer_floor" | "round_prefer_ceil" | "floor" | "ceil";

export interface Interpolation {
  readonly mode: "nearest" | "linear" | "cubic";
  readonly coordinates: Coordinates;
  /** Of nearest positions. */
  readonly rounding: Rounding;
  /** Of the cubic kernel; −0.75 in PyTorch. */
  readonly cubic: number;
  /** Weights of positions outside are dropped and the others made to add up to 1; else the border value stands there. */
  readonly excludeOutside: boolean;
}

/** @param scale output size per input size, as stated; `size · scale` may be a fraction above `outputs`. */
export function interpolationMatrix(
  size: number,
  outputs: number,
  scale: number,
  { mode, coordinates, rounding, cubic, excludeOutside }: Interpolation,
): Tensor {
  const matrix = filled([size, outputs], 0);
  for (let o = 0; o < outputs; o += 1) {
    const at = sourcePosition(coordinates, o, size, outputs, scale);
    const taps = tapsAt(mode, at, rounding, cubic);
    const kept = taps.filter(([i]) => !excludeOutside || (i >= 0 && i < size));
    const total = excludeOutside ? kept.reduce((sum, [, weight]) => sum + weight, 0) : 1;
    for (const [i, weight] of kept) {
      matrix.data[Math.min(Math.max(i, 0), size - 1) * outputs + o]! += weight / total;
    }
  }
  return matrix;
}

function sourcePosition(coordinates: Coordinates, o: number, size: number, outputs: number, scale: number): number {
  switch (coordinates) {
    case "half_pixel":
      return (o + 0.5) / scale - 0.5;
    case "half_pixel_symmetric": {
      const adjusted = outputs / (scale * size);
      return (size / 2) * (1 - adjusted) + (o + 0.5) / scale - 0.5;
    }
    case "pytorch_half_pixel":
      return outputs > 1 ? (o + 0.5) / scale - 0.5 : 0;
    case "align_corners":
      return outputs > 1 ? (o * (size - 1)) / (outputs - 1) : 0;
    case "asymmetric":
      return o / scale;
    case "tf_half_pixel_for_nn":
      return (o + 0.5) / scale;
  }
}

type Tap = readonly [index: number, weight: number];

function tapsAt(mode: Interpolation["mode"], at: number, rounding: Rounding, a: number): Tap[] {
  if (mode === "nearest") return [[rounded(at, rounding), 1]];
  const floor = Math.floor(at);
  const t = at - floor;
  if (mode === "linear") {
    const taps: Tap[] = [
      [floor, 1 - t],
      [floor + 1, t],
    ];
    return taps.filter(([, weight]) => weight !== 0);
  }
  const near = (x: number) => ((a + 2) * x - (a + 3)) * x * x + 1;
  const far = (x: number) => ((a * x - 5 * a) * x + 8 * a) * x - 4 * a;
  return [
    [floor - 1, far(t + 1)],
    [floor, near(t)],
    [floor + 1, near(1 - t)],
    [floor + 2, far(2 - t)],
  ];
}

function rounded(at: number, rounding: Rounding): number {
  switch (rounding) {
    case "round_prefer_floor":
      return Math.ceil(at - 0.5);
    case "round_prefer_ceil":
      return Math.floor(at + 0.5);
    case "floor":
      return Math.floor(at);
    case "ceil":
      return Math.ceil(at);
  }
}
