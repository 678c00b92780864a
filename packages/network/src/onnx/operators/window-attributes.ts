import type { Value } from "../../builder.js";
import type { Pads, Pair, Window } from "../../operation.js";
import { samePadding, spatialSize } from "../../shapes/window.js";
import { unsupported } from "../attributes.js";
import type { ImportContext } from "../import-context.js";

export interface WindowOfNode extends Window {
  /** Extra rows and columns at the end that only ceil mode asks for; part of `pads` already. */
  readonly ceilExtra: Pair;
}

/** kernel_shape, strides, dilations, pads, auto_pad and ceil_mode of a 2-D convolution or pooling node. */
export function windowOf(context: ImportContext, x: Value, kernelShape?: Pair): WindowOfNode {
  const { attributes, node } = context;
  if (x.shape.length !== 4) throw unsupported(node, `only two spatial axes are supported, its input is [${x.shape}]`);
  const pair = (name: string): Pair => {
    const values = attributes.integers(name) ?? [1, 1];
    return [values[0]!, values[1]!];
  };
  const listed = attributes.integers("kernel_shape");
  const kernel = kernelShape ?? ([listed![0]!, listed![1]!] as const);
  const strides = pair("strides");
  const dilations = pair("dilations");
  const size = spatialSize(x.shape);
  const pads = paddingOf(context, size, kernel, strides, dilations);
  const ceilExtra: Pair = attributes.integer("ceil_mode", 0)
    ? [ceilPadding(size, kernel, strides, dilations, pads, 0), ceilPadding(size, kernel, strides, dilations, pads, 1)]
    : [0, 0];
  return {
    kernel,
    strides,
    dilations,
    pads: [pads[0], pads[1], pads[2] + ceilExtra[0], pads[3] + ceilExtra[1]],
    ceilExtra,
  };
}

function paddingOf(context: ImportContext, size: Pair, kernel: Pair, strides: Pair, dilations: Pair): Pads {
  const mode = context.attributes.text("auto_pad", "NOTSET");
  if (mode === "VALID") return [0, 0, 0, 0];
  if (mode === "SAME_UPPER" || mode === "SAME_LOWER") {
    const total = samePadding(size, kernel, strides, dilations);
    const small = total.map((n) => Math.floor(n / 2));
    const large = total.map((n, axis) => n - small[axis]!);
    const [before, after] = mode === "SAME_UPPER" ? [small, large] : [large, small];
    return [before[0]!, before[1]!, after[0]!, after[1]!];
  }
  const [top = 0, left = 0, bottom = 0, right = 0] = context.attributes.integers("pads") ?? [];
  return [top, left, bottom, right];
}

/** Padding that makes the last, partial window of ceil mode a whole one; a window must start before the end padding. */
function ceilPadding(size: Pair, kernel: Pair, strides: Pair, dilations: Pair, pads: Pads, axis: 0 | 1): number {
  const span = dilations[axis] * (kernel[axis] - 1) + 1;
  const before = pads[axis];
  const after = pads[axis + 2]!;
  let output = Math.ceil((size[axis] + before + after - span) / strides[axis]) + 1;
  if ((output - 1) * strides[axis] >= size[axis] + before) output -= 1;
  return Math.max(0, (output - 1) * strides[axis] + span - (size[axis] + before + after));
}
