import type { NetworkBuilder, Value } from "../../builder.js";
import { describeShape, fixedDimension, fixedSize } from "../../shape.js";
import { type Tensor, transposeTensor } from "../../tensor.js";
import { arrange, asPlain, orderOf, shapeOf, type TensorView, viewInOrder } from "../tensor-view.js";

/**
 * A product with a constant matrix over the last axis.
 *
 * @param kernel `[inputs, outputs]`
 */
export function dense(builder: NetworkBuilder, x: TensorView, kernel: Tensor, bias?: Tensor): TensorView {
  const shape = shapeOf(x);
  const last = shape.length - 1;
  if (kernel.shape.length !== 2 || kernel.shape.includes(0))
    throw new RangeError(`its weights have shape ${describeShape(kernel.shape)}, expected a matrix`);
  if (last < 1 || fixedDimension(shape, last) !== kernel.shape[0]) {
    throw new RangeError(`its input has shape ${describeShape(shape)}, its weights take ${kernel.shape[0]} inputs`);
  }
  if (x.flattenedFrom) return flattened(builder, x, x.flattenedFrom, kernel, bias);
  if (shape.slice(1, last).every((size) => size === 1)) {
    const rows = builder.reshape(asPlain(builder, x), [shape[0]!, kernel.shape[0]!]);
    const value = product(builder, rows, kernel, bias);
    return { value, axes: shape.map((_, axis) => (axis === 0 ? 0 : axis === last ? 1 : null)) };
  }
  return atEachPosition(builder, x, kernel, bias);
}

/** Elements stay in the order in which they are kept; the rows of the matrix follow them. */
function flattened(
  builder: NetworkBuilder,
  x: TensorView,
  source: TensorView,
  kernel: Tensor,
  bias: Tensor | undefined,
): TensorView {
  const shape = shapeOf(source);
  const [, ...order] = orderOf(source);
  const plain = order.toSorted((a, b) => a - b);
  const rows = plain.map((axis) => fixedDimension(shape, axis));
  const moved = order.map((axis) => plain.indexOf(axis));
  const turned = transposeTensor({ shape: [...rows, kernel.shape[1]!], data: kernel.data }, [...moved, rows.length]);
  const flat = builder.reshape(source.value, [source.value.shape[0]!, kernel.shape[0]!]);
  return { value: product(builder, flat, { shape: kernel.shape, data: turned.data }, bias), axes: x.axes };
}

function product(builder: NetworkBuilder, rows: Value, kernel: Tensor, bias: Tensor | undefined): Value {
  const made = builder.matMul(rows, builder.constant(kernel));
  return bias ? builder.add(made, builder.constant({ shape: [bias.data.length], data: bias.data })) : made;
}

/** The same matrix at every position: a 1×1 convolution. */
function atEachPosition(builder: NetworkBuilder, x: TensorView, kernel: Tensor, bias: Tensor | undefined): TensorView {
  const shape = shapeOf(x);
  const last = shape.length - 1;
  const order = [0, last, ...shape.slice(1, last).map((_, i) => i + 1)];
  const channelsFirst = arrange(builder, x, order);
  const positions = channelsFirst.shape.slice(2);
  const image =
    positions.length === 2
      ? channelsFirst
      : builder.reshape(channelsFirst, [...channelsFirst.shape.slice(0, 2), fixedSize(positions), 1]);
  const [inputs, outputs] = kernel.shape as [number, number];
  const taps = builder.constant({ shape: [outputs, inputs, 1, 1], data: transposeTensor(kernel, [1, 0]).data });
  const biases = bias ? [builder.constant({ shape: [outputs], data: bias.data })] : [];
  const convolved = builder.apply(
    { type: "convolution", strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1], groups: 1 },
    [image, taps, ...biases],
  );
  return viewInOrder(builder.reshape(convolved, [shape[0]!, outputs, ...positions]), order);
}
