/**
 * A transposed convolution as what it is: zeros between the positions of the input, then a convolution with the kernel
 * turned by 180°. Output o = stride · i − pad + dilation · t for tap t.
 */
import type { NetworkBuilder, Value } from "../builder.js";
import { fixedDimension } from "../shape.js";
import { type Tensor, tensor } from "../tensor.js";
import type { AxisWindow } from "./axis-window.js";
import { spreadAxis } from "./volume.js";

/** One spatial axis of a transposed convolution; `pad` is that of the convolution it is the adjoint of, at the start. */
export interface TransposedAxis {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly pad: number;
  /** Of the output. */
  readonly size: number;
}

export interface PlainConvolution {
  /** The input with zeros between its positions. */
  readonly x: Value;
  /** `[O, I / groups, …]` */
  readonly kernel: Tensor;
  /** Along each axis, with stride 1. */
  readonly window: readonly AxisWindow[];
}

/**
 * @param x `[N, I, …]`
 * @param kernel `[I, O / groups, …]`
 */
export function plainConvolution(
  builder: NetworkBuilder,
  x: Value,
  kernel: Tensor,
  axes: readonly TransposedAxis[],
  groups: number,
): PlainConvolution {
  const window = axes.map(({ kernel: taps, stride, dilation, pad, size }, i): AxisWindow => {
    const reach = dilation * (taps - 1);
    const before = reach - pad;
    const after = size - fixedDimension(x.shape, i + 2) * stride + reach - before;
    return { kernel: taps, stride: 1, dilation, before, after, ceilExtra: 0 };
  });
  const spread = axes.reduce((value, { stride }, i) => spreadAxis(builder, value, i + 2, stride), x);
  const cut = window.reduce((value, ends, i) => cutTo(builder, value, i + 2, ends), spread);
  return {
    x: cut,
    kernel: turnedKernel(kernel, groups),
    window: window.map((ends) => ({ ...ends, before: Math.max(0, ends.before), after: Math.max(0, ends.after) })),
  };
}

/** Takes away what negative pads do. */
function cutTo(builder: NetworkBuilder, x: Value, axis: number, { before, after }: AxisWindow): Value {
  const [start, end] = [Math.max(0, -before), fixedDimension(x.shape, axis) + Math.min(0, after)];
  if (start >= end) throw new RangeError("its padding leaves nothing of its input");
  return builder.slice(x, axis, start, end);
}

/** `[I, O / groups, …]` to `[O, I / groups, …]`, all spatial axes reversed. */
function turnedKernel({ shape, data }: Tensor, groups: number): Tensor {
  const [inputs, outputs, ...window] = shape as readonly [number, number, ...number[]];
  const perGroup = inputs / groups;
  const taps = window.reduce((product, size) => product * size, 1);
  const turned = new Float32Array(data.length);
  for (let i = 0; i < inputs; i += 1) {
    const group = Math.floor(i / perGroup);
    for (let o = 0; o < outputs; o += 1) {
      const from = (i * outputs + o) * taps;
      const to = ((group * outputs + o) * perGroup + (i % perGroup)) * taps;
      for (let t = 0; t < taps; t += 1) turned[to + t] = data[from + taps - 1 - t]!;
    }
  }
  return tensor([outputs * groups, perGroup, ...window], turned);
}
