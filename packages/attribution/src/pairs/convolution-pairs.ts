/**
 * All neuron pairs through one convolution, per image (design: one weight gradient gives every pair):
 *
 *     A[n, i, j] = Σ_δ W[j, i, δ] · Σ_q g[n, j, q] · b[n, i, q·stride + δ·dilation − pad]
 *
 * with b the change that enters and g the weight that leaves. The inner sum is a matrix product over positions: b
 * unfolded to `[n, I·k, P]` times g `[n, O, P]` transposed. Large unfoldings are made for a few offsets δ at a time.
 */
import {
  type Dimension,
  fixedDimension,
  type NetworkBuilder,
  type OperationOf,
  type Tensor,
  tensor,
  type Value,
} from "@gipfel/network";

/** Elements of one image that an unfolding may have. */
const unfoldLimit = 4_000_000;

interface Offset {
  readonly row: number;
  readonly column: number;
}

/** @returns `[n, groups, I/groups, O/groups]`; n is 1 where neither b nor g depends on the image. */
export function convolutionPairs(
  builder: NetworkBuilder,
  operation: OperationOf<"convolution">,
  kernel: Tensor,
  b: Value,
  g: Value,
): Value {
  const [rows, columns] = [kernel.shape[2]!, kernel.shape[3]!];
  const offsets = Array.from(
    { length: rows * columns },
    (_, k): Offset => ({ row: Math.floor(k / columns), column: k % columns }),
  );
  const perOffset = fixedDimension(b.shape, 1) * fixedDimension(g.shape, 2) * fixedDimension(g.shape, 3);
  const atOnce = Math.max(1, Math.min(offsets.length, Math.floor(unfoldLimit / perOffset)));
  const padded = padFor(builder, operation, kernel, b, g);
  const parts: Value[] = [];
  for (let first = 0; first < offsets.length; first += atOnce) {
    parts.push(pairsOfOffsets(builder, operation, kernel, padded, g, offsets.slice(first, first + atOnce)));
  }
  return parts.reduce((sum, part) => builder.add(sum, part));
}

function padFor(
  builder: NetworkBuilder,
  { pads, strides, dilations }: OperationOf<"convolution">,
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
  { groups, strides, dilations }: OperationOf<"convolution">,
  kernel: Tensor,
  padded: Value,
  g: Value,
  offsets: readonly Offset[],
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
  const grouped = <T extends Dimension>(n: T, ...rest: number[]) =>
    groups === 1 ? [n, ...rest] : [n, groups, ...rest];
  const unfolded = builder.reshape(builder.concat(shifted, 2), grouped(nb, inputs * k, height * width));
  const weights = builder.reshape(g, grouped(ng, outputs, height * width));
  const product = builder.matMul(unfolded, weights, { b: true });
  const weighted = builder.multiply(product, builder.constant(kernelOf(kernel, groups, offsets)));
  const n = product.shape[0]!;
  if (k === 1) return builder.reshape(weighted, [n, groups, inputs, outputs]);
  return builder.reduce("sum", builder.reshape(weighted, [n, groups, inputs, k, outputs]), [3]);
}

/** The kernel `[O, I/groups, kh, kw]` as `[groups, I/groups · offsets, O/groups]`; without the first axis for one group. */
function kernelOf(kernel: Tensor, groups: number, offsets: readonly Offset[]): Tensor {
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
  const shape = [inputs * offsets.length, outputs];
  return tensor(groups === 1 ? shape : [groups, ...shape], data);
}
