/**
 * All neuron pairs through one convolution (design: one weight gradient gives every pair):
 *
 *     A[i, j] = Σ_δ W[j, i, δ] · Σ_n Σ_q g[n, j, q] · b[n, i, q·stride + δ·dilation − pad]
 *
 * with b the change that enters and g the weight that leaves. The inner sum over positions is a matrix product for each
 * image: b unfolded to `[n, I·k, P]` times g `[n, O, P]` transposed. Large unfoldings are made for a few offsets δ at a
 * time. The sum over images comes before the kernel.
 */
import {
  type Dimension,
  fixedDimension,
  type NetworkBuilder,
  type OperationOf,
  type Shape,
  type Tensor,
  tensor,
  type Value,
} from "@gipfel/network";
import { windowMask } from "./window-mask.js";

/** Elements of one image that an unfolding may have. */
const unfoldLimit = 4_000_000;

/** Turns per-image rows `[n, size]` into sums over images `[rows, size]`. */
export type ImageSum = (perImage: Value) => Value;

type Convolution = OperationOf<"convolution">;

interface Offset {
  readonly row: number;
  readonly column: number;
}

function offsetsOf(kernel: Tensor): Offset[] {
  const [rows, columns] = [kernel.shape[2]!, kernel.shape[3]!];
  return Array.from({ length: rows * columns }, (_, k) => ({ row: Math.floor(k / columns), column: k % columns }));
}

/** @returns `[rows, groups·I·O]` with I and O the channels of one group. */
export function convolutionPairs(
  builder: NetworkBuilder,
  operation: Convolution,
  kernel: Tensor,
  b: Value,
  g: Value,
  sum: ImageSum,
): Value {
  const offsets = offsetsOf(kernel);
  const perOffset = fixedDimension(b.shape, 1) * fixedDimension(g.shape, 2) * fixedDimension(g.shape, 3);
  const atOnce = Math.max(1, Math.min(offsets.length, Math.floor(unfoldLimit / perOffset)));
  const padded = padFor(builder, operation, kernel, b, g);
  const parts: Value[] = [];
  for (let first = 0; first < offsets.length; first += atOnce) {
    parts.push(pairsOfOffsets(builder, operation, kernel, padded, g, offsets.slice(first, first + atOnce), sum));
  }
  return parts.reduce((total, part) => builder.add(total, part));
}

/**
 * The same for a change that is equal at all positions: only how often g meets a pixel through δ matters.
 *
 * @param e `[1, C, 1, 1]`
 * @param input shape of the tensor that changes.
 * @returns `[groups·I·O]`, summed over the images of g.
 */
export function uniformPairs(
  builder: NetworkBuilder,
  operation: Convolution,
  kernel: Tensor,
  e: Value,
  g: Value,
  input: Shape,
): Value {
  const { groups } = operation;
  const offsets = offsetsOf(kernel);
  const [inputs, outputs, k] = [kernel.shape[1]!, kernel.shape[0]! / groups, offsets.length];
  const positions = fixedDimension(g.shape, 2) * fixedDimension(g.shape, 3);
  const flat = builder.reshape(g, [g.shape[0]!, groups * outputs, positions]);
  const mask = windowMask(operation, kernel.shape, input, g.shape);
  const everywhere = mask.data.every((seen) => seen === 1);
  const meets = everywhere ? builder.reduce("sum", flat, [2], true) : builder.matMul(flat, builder.constant(mask));
  const total = builder.reduce("sum", meets, [0]);
  const perOffset = builder.transpose(builder.reshape(total, [groups, outputs, everywhere ? 1 : k]), [0, 2, 1]);
  const spread = builder.reshape(perOffset, [groups, 1, everywhere ? 1 : k, outputs]);
  const weights = builder.constant(kernelOf(kernel, groups, offsets, [groups, inputs, k, outputs]));
  const product = builder.reduce("sum", builder.multiply(weights, spread), [2]);
  const scaled = builder.multiply(product, builder.reshape(e, [groups, inputs, 1]));
  return builder.reshape(scaled, [groups * inputs * outputs]);
}

function padFor(
  builder: NetworkBuilder,
  { pads, strides, dilations }: Convolution,
  kernel: Tensor,
  b: Value,
  g: Value,
): Value {
  const after = ([0, 1] as const).map((axis) => {
    const reach =
      (fixedDimension(g.shape, axis + 2) - 1) * strides[axis] + (kernel.shape[axis + 2]! - 1) * dilations[axis] + 1;
    return Math.max(0, reach - fixedDimension(b.shape, axis + 2) - pads[axis]);
  });
  return builder.pad(b, [0, 0, pads[0], pads[1]], [0, 0, ...after]);
}

function pairsOfOffsets(
  builder: NetworkBuilder,
  { groups, strides, dilations }: Convolution,
  kernel: Tensor,
  padded: Value,
  g: Value,
  offsets: readonly Offset[],
  sum: ImageSum,
): Value {
  const inputs = fixedDimension(padded.shape, 1) / groups;
  const outputs = fixedDimension(g.shape, 1) / groups;
  const [height, width] = [fixedDimension(g.shape, 2), fixedDimension(g.shape, 3)];
  const [nb, ng] = [padded.shape[0]!, g.shape[0]!];
  const k = offsets.length;
  const shifted = offsets.map(({ row, column }) => {
    const top = row * dilations[0];
    const left = column * dilations[1];
    const rowsCut = builder.slice(padded, 2, top, top + (height - 1) * strides[0] + 1, strides[0]);
    const cut = builder.slice(rowsCut, 3, left, left + (width - 1) * strides[1] + 1, strides[1]);
    return builder.reshape(cut, [nb, groups * inputs, 1, height * width]);
  });
  const grouped = (n: Dimension, ...rest: number[]) => (groups === 1 ? [n, ...rest] : [n, groups, ...rest]);
  const unfolded = builder.reshape(builder.concat(shifted, 2), grouped(nb, inputs * k, height * width));
  const weights = builder.reshape(g, grouped(ng, outputs, height * width));
  const product = builder.matMul(unfolded, weights, { b: true });
  const size = groups * inputs * k * outputs;
  const summed = sum(builder.reshape(product, [product.shape[0]!, size]));
  const weighted = builder.multiply(summed, builder.constant(kernelOf(kernel, groups, offsets, [size])));
  if (k === 1) return weighted;
  const split = builder.reshape(weighted, [summed.shape[0]!, groups * inputs, k, outputs]);
  return builder.reshape(builder.reduce("sum", split, [2]), [summed.shape[0]!, groups * inputs * outputs]);
}

/** The kernel `[O, I/groups, kh, kw]` in the order groups, inputs, offsets, outputs. */
function kernelOf(kernel: Tensor, groups: number, offsets: readonly Offset[], shape: readonly number[]): Tensor {
  const [total, inputs, rows, columns] = kernel.shape as [number, number, number, number];
  const outputs = total / groups;
  const data = new Float32Array(groups * inputs * offsets.length * outputs);
  let at = 0;
  for (let group = 0; group < groups; group += 1) {
    for (let i = 0; i < inputs; i += 1) {
      for (const { row, column } of offsets) {
        for (let o = 0; o < outputs; o += 1) {
          data[at] = kernel.data[(((group * outputs + o) * inputs + i) * rows + row) * columns + column]!;
          at += 1;
        }
      }
    }
  }
  return tensor(shape, data);
}
