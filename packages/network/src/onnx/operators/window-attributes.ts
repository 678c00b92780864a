import type { Value } from "../../builder.js";
import type { AxisWindow } from "../../lower/axis-window.js";
import { fixedDimension } from "../../shape.js";
import { unsupported } from "../attributes.js";
import type { ImportContext } from "../import-context.js";

/** kernel_shape, strides, dilations, pads, auto_pad and ceil_mode along each spatial axis. */
export function axisWindows(context: ImportContext, x: Value, kernelShape?: readonly number[]): AxisWindow[] {
  const { attributes, node } = context;
  const count = x.shape.length - 2;
  if (count < 1 || count > 3) {
    throw unsupported(node, `one to three spatial axes are supported, its input is [${x.shape}]`);
  }
  const listed = (name: string) => attributes.integers(name) ?? new Array<number>(count).fill(1);
  const kernel = kernelShape ?? listed("kernel_shape");
  const [strides, dilations, pads] = [listed("strides"), listed("dilations"), attributes.integers("pads") ?? []];
  const padding = attributes.text("auto_pad", "NOTSET");
  const isCeil = attributes.integer("ceil_mode", 0) !== 0;
  return Array.from({ length: count }, (_, axis) => {
    const size = fixedDimension(x.shape, axis + 2);
    const window = { kernel: kernel[axis]!, stride: strides[axis]!, dilation: dilations[axis]! };
    const stated = { before: pads[axis] ?? 0, after: pads[axis + count] ?? 0 };
    const ends = paddingOf(padding, size, window, stated);
    const ceilExtra = isCeil ? ceilPadding(size, window, ends) : 0;
    return { ...window, before: ends.before, after: ends.after + ceilExtra, ceilExtra };
  });
}

type Taps = Pick<AxisWindow, "kernel" | "stride" | "dilation">;
type Ends = Pick<AxisWindow, "before" | "after">;

const spanOf = ({ kernel, dilation }: Taps) => dilation * (kernel - 1) + 1;

function paddingOf(mode: string, size: number, window: Taps, stated: Ends): Ends {
  if (mode === "VALID") return { before: 0, after: 0 };
  if (mode !== "SAME_UPPER" && mode !== "SAME_LOWER") return stated;
  const total = Math.max(0, (Math.ceil(size / window.stride) - 1) * window.stride + spanOf(window) - size);
  const small = Math.floor(total / 2);
  return mode === "SAME_UPPER" ? { before: small, after: total - small } : { before: total - small, after: small };
}

/** Padding that makes the last, partial window of ceil mode a whole one; a window must start before the end padding. */
function ceilPadding(size: number, window: Taps, { before, after }: Ends): number {
  const { stride } = window;
  const span = spanOf(window);
  let output = Math.ceil((size + before + after - span) / stride) + 1;
  if ((output - 1) * stride >= size + before) output -= 1;
  return Math.max(0, (output - 1) * stride + span - (size + before + after));
}
