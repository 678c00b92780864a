import type { Operation, Pads, Pair } from "../operation.js";
import { describeShape, fixedDimension, type Shape } from "../shape.js";

interface WindowAttributes {
  readonly strides: Pair;
  readonly pads: Pads;
  readonly dilations: Pair;
}

/** No image is larger, so nothing that moves over one need be. */
const largest = 2 ** 16;

/** Output height and width of a window with `kernel` over `[height, width]`: ⌊(size + pads − dilated kernel) / stride⌋ + 1. */
export function windowOutput(size: Pair, kernel: Pair, { strides, pads, dilations }: WindowAttributes): Pair {
  for (const [what, values] of Object.entries({ kernel, strides, pads, dilations })) {
    const least = what === "pads" ? 0 : 1;
    if (values.every((value) => Number.isInteger(value) && value >= least && value <= largest)) continue;
    throw new RangeError(`its ${what} are [${values}]; integers from ${least} to ${largest} are possible`);
  }
  const along = (axis: 0 | 1) =>
    Math.floor((size[axis] + pads[axis] + pads[axis + 2]! - dilations[axis] * (kernel[axis] - 1) - 1) / strides[axis]) +
    1;
  const output: Pair = [along(0), along(1)];
  if (output[0] < 1 || output[1] < 1) {
    throw new RangeError(`a ${kernel.join("×")} window does not fit into ${size.join("×")}`);
  }
  return output;
}

/** Padding along height and width, both ends together, that makes ⌈size / stride⌉ outputs ("same"). */
export function samePadding(size: Pair, kernel: Pair, strides: Pair, dilations: Pair): Pair {
  const along = (axis: 0 | 1) => {
    const output = Math.ceil(size[axis] / strides[axis]);
    return Math.max(0, (output - 1) * strides[axis] + dilations[axis] * (kernel[axis] - 1) + 1 - size[axis]);
  };
  return [along(0), along(1)];
}

export function spatialSize(shape: Shape): Pair {
  if (shape.length !== 4) throw new RangeError(`expected [N, C, H, W], got ${describeShape(shape)}`);
  return [fixedDimension(shape, 2), fixedDimension(shape, 3)];
}

export function convolutionShape(
  operation: Extract<Operation, { type: "convolution" }>,
  x: Shape,
  kernel: Shape,
): Shape {
  const size = spatialSize(x);
  const channels = fixedDimension(x, 1);
  const perGroup = fixedDimension(kernel, 1);
  if (channels !== perGroup * operation.groups) {
    throw new RangeError(`${channels} channels for a kernel ${describeShape(kernel)} in ${operation.groups} groups`);
  }
  const window: Pair = [fixedDimension(kernel, 2), fixedDimension(kernel, 3)];
  return [x[0]!, kernel[0]!, ...windowOutput(size, window, operation)];
}

export function pooledShape(operation: WindowAttributes & { readonly kernel: Pair }, x: Shape): Shape {
  return [x[0]!, x[1]!, ...windowOutput(spatialSize(x), operation.kernel, operation)];
}
