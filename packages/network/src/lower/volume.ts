/** Windows over three spatial axes, made of those over two: along the depth, and in the planes. */
import type { NetworkBuilder, Value } from "../builder.js";
import { fixedDimension } from "../shape.js";
import { spatialSize } from "../shapes/window.js";
import { type Tensor, tensor } from "../tensor.js";
import { type AxisWindow, unitAxis } from "./axis-window.js";

export type VolumeWindow = readonly [depth: AxisWindow, rows: AxisWindow, columns: AxisWindow];

const spanOf = ({ kernel, dilation }: AxisWindow) => dilation * (kernel - 1) + 1;

/** Number of places of a window along an axis. */
export function outputsOf(size: number, window: AxisWindow): number {
  const outputs = Math.floor((size + window.before + window.after - spanOf(window)) / window.stride) + 1;
  if (outputs < 1) throw new RangeError(`a window of ${window.kernel} does not fit into ${size}`);
  return outputs;
}

/**
 * Σ over the taps of the depth of a convolution in the planes that each tap sees, all planes at once, one below the
 * other: they are padded to a height that the stride divides, and the rows in which windows reach from one plane into
 * the next are cut away.
 *
 * @param x `[N, C, D, H, W]`
 * @param kernel `[O, C / groups, kd, kh, kw]`
 * @returns the output as an image, `[N, O, D'·H', W']`, and its shape as a volume.
 */
export function volumeConvolution(
  builder: NetworkBuilder,
  x: Value,
  kernel: Tensor,
  [depth, rows, columns]: VolumeWindow,
  groups: number,
  { bias, name }: { readonly bias?: Value | undefined; readonly name?: string | undefined } = {},
): { readonly image: Value; readonly size: readonly [number, number, number] } {
  const [n, channels] = [x.shape[0]!, fixedDimension(x.shape, 1)];
  const [d, h, w] = [2, 3, 4].map((axis) => fixedDimension(x.shape, axis)) as [number, number, number];
  const size = [outputsOf(d, depth), outputsOf(h, rows), outputsOf(w, columns)] as const;
  const height = Math.ceil((rows.before + h + rows.after) / rows.stride) * rows.stride;
  const padded = builder.pad(x, [0, 0, depth.before, rows.before, 0], [0, 0, depth.after, height - h - rows.before, 0]);
  const operation = {
    type: "convolution",
    strides: [rows.stride, columns.stride],
    pads: [0, columns.before, Math.max(0, spanOf(rows) - rows.stride), columns.after],
    dilations: [rows.dilation, columns.dilation],
    groups,
  } as const;
  const taps = Array.from({ length: depth.kernel }, (_, tap) => {
    const start = tap * depth.dilation;
    const planes = builder.slice(padded, 2, start, start + (size[0] - 1) * depth.stride + 1, depth.stride);
    const image = builder.reshape(planes, [n, channels, size[0] * height, w]);
    const inputs = [image, builder.constant(planeOf(kernel, tap)), ...(bias && tap === 0 ? [bias] : [])];
    return { operation, inputs };
  });
  const perPlane = height / rows.stride;
  const isWhole = perPlane === size[1];
  const summed = sumOf(builder, taps, isWhole ? name : undefined);
  if (isWhole) return { image: summed, size };
  const outputs = fixedDimension(summed.shape, 1);
  const volume = builder.reshape(summed, [n, outputs, size[0], perPlane, size[2]]);
  const cut = builder.slice(volume, 3, 0, size[1]);
  const shape = [n, outputs, size[0] * size[1], size[2]];
  return { image: builder.apply({ type: "reshape", shape }, [cut], name), size };
}

interface Tap {
  readonly operation: Parameters<NetworkBuilder["apply"]>[0];
  readonly inputs: readonly Value[];
}

/** The last operation has the name. */
function sumOf(builder: NetworkBuilder, taps: readonly Tap[], name: string | undefined): Value {
  const [only] = taps;
  if (taps.length === 1) return builder.apply(only!.operation, only!.inputs, name);
  const made = taps.map(({ operation, inputs }) => builder.apply(operation, inputs));
  const last = made.pop()!;
  const rest = made.reduce((sum, part) => builder.add(sum, part));
  return builder.apply({ type: "binary", name: "add" }, [rest, last], name);
}

/** `[O, I, kd, kh, kw]` at one depth: `[O, I, kh, kw]`. */
function planeOf({ shape, data }: Tensor, tap: number): Tensor {
  const [outputs, inputs, depth, height, width] = shape as readonly [number, number, number, number, number];
  const plane = height * width;
  const cut = new Float32Array(outputs * inputs * plane);
  for (let pair = 0; pair < outputs * inputs; pair += 1) {
    const from = (pair * depth + tap) * plane;
    cut.set(data.subarray(from, from + plane), pair * plane);
  }
  return tensor([outputs, inputs, height, width], cut);
}

/** A pool over two axes, `[N, C, H, W]`; the name is that of the tensor it makes. */
export type PlanePool = (x: Value, rows: AxisWindow, columns: AxisWindow, name?: string) => Value;

/**
 * Maxima and means over a block are those over its planes of those over its depth.
 *
 * @param x `[N, C, D, H, W]`
 * @returns `[N, C, D', H', W']`
 */
export function volumePool(
  builder: NetworkBuilder,
  x: Value,
  [depth, rows, columns]: VolumeWindow,
  pool: PlanePool,
): Value {
  const [n, channels] = [x.shape[0]!, fixedDimension(x.shape, 1)];
  const [d, h, w] = [2, 3, 4].map((axis) => fixedDimension(x.shape, axis)) as [number, number, number];
  const isFlat = depth.kernel === 1 && depth.stride === 1;
  const deep = isFlat ? x : pool(builder.reshape(x, [n, channels, d, h * w]), depth, unitAxis);
  const planes = outputsOf(d, depth);
  const made = pool(builder.reshape(deep, [n, channels * planes, h, w]), rows, columns);
  return builder.reshape(made, [n, channels, planes, ...spatialSize(made.shape)]);
}

/** `stride − 1` zeros after each position along an axis. */
export function spreadAxis(builder: NetworkBuilder, x: Value, axis: number, stride: number): Value {
  if (stride === 1) return x;
  const size = fixedDimension(x.shape, axis);
  const apart = builder.reshape(x, [...x.shape.slice(0, axis + 1), 1, ...x.shape.slice(axis + 1)]);
  const none = apart.shape.map(() => 0);
  const padded = builder.pad(
    apart,
    none,
    none.map((_, i) => (i === axis + 1 ? stride - 1 : 0)),
  );
  return builder.reshape(
    padded,
    x.shape.map((dimension, i) => (i === axis ? size * stride : dimension)),
  );
}
