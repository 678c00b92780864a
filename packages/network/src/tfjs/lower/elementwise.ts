/** Operations on elements at the same place, with TensorFlow's broadcasting: shapes are aligned at their ends. */
import type { NetworkBuilder, Value } from "../../builder.js";
import type { BinaryName } from "../../operation.js";
import { describeShape, sameShape } from "../../shape.js";
import { broadcastShapes } from "../../shapes/broadcast.js";
import { type Tensor, transposeTensor } from "../../tensor.js";
import {
  arrange,
  asPlain,
  expandView,
  orderOf,
  shapeOf,
  sizeAlong,
  type TensorView,
  viewInOrder,
  viewOf,
} from "../tensor-view.js";

/** Applies `f` to the value, which may keep its axes in any order. */
export function mapView(x: TensorView, f: (value: Value) => Value): TensorView {
  return { value: f(x.value), axes: x.axes };
}

export function binaryOfViews(builder: NetworkBuilder, name: BinaryName, a: TensorView, b: TensorView): TensorView {
  const [left, right] = aligned(builder, a, b);
  return { value: builder.binary(name, left.value, right.value), axes: left.axes };
}

/** Both with the same number of axes, kept in the same order. */
function aligned(builder: NetworkBuilder, a: TensorView, b: TensorView): [TensorView, TensorView] {
  const rank = Math.max(a.axes.length, b.axes.length);
  const [left, right] = [withRank(a, rank), withRank(b, rank)];
  if (left.axes.every((axis, i) => axis === right.axes[i])) return [left, right];
  const leader = [left, right].find(({ axes }) => !axes.includes(null)) ?? viewOf(asPlain(builder, left));
  const order = orderOf(leader);
  return [viewInOrder(arrange(builder, left, order), order), viewInOrder(arrange(builder, right, order), order)];
}

function withRank(view: TensorView, rank: number): TensorView {
  let expanded = view;
  while (expanded.axes.length < rank) expanded = expandView(expanded, 0);
  return expanded;
}

/** @param reversed the constant is the left operand. */
export function binaryWithConstant(
  builder: NetworkBuilder,
  name: BinaryName,
  x: TensorView,
  constant: Tensor,
  reversed = false,
): TensorView {
  const { view, other } = constantFor(builder, x, constant);
  const value = reversed ? builder.binary(name, other, view.value) : builder.binary(name, view.value, other);
  return { value, axes: view.axes };
}

/** The constant in the order in which the view's value keeps its axes. */
function constantFor(
  builder: NetworkBuilder,
  x: TensorView,
  constant: Tensor,
): { readonly view: TensorView; readonly other: Value } {
  if (constant.data.length === 1 && constant.shape.length <= x.axes.length) {
    return { view: x, other: builder.scalar(constant.data[0]!) };
  }
  const view = withRank(x, constant.shape.length);
  const missing = view.axes.length - constant.shape.length;
  const shape = view.axes.map((_, axis) => (axis < missing ? 1 : constant.shape[axis - missing]!));
  if (view.axes.some((axis, i) => axis === 0 && shape[i] !== 1)) {
    throw new RangeError(`a constant ${describeShape(constant.shape)} differs between the images of a batch`);
  }
  if (view.axes.some((axis, i) => axis === null && shape[i] !== 1)) {
    return constantFor(builder, viewOf(asPlain(builder, view)), constant);
  }
  const order = orderOf(view);
  const lacking = shape.flatMap((_, axis) => (order.includes(axis) ? [] : [axis]));
  const turned = transposeTensor({ shape, data: constant.data }, [...order, ...lacking]);
  const kept = turned.shape.slice(0, order.length);
  const leading = kept.findIndex((size) => size !== 1);
  const other =
    leading < 0
      ? builder.scalar(constant.data[0]!)
      : builder.constant({ shape: kept.slice(leading), data: turned.data });
  return { view, other };
}

/** Values along one of TensorFlow's axes, as a constant that broadcasts against `x`. */
export function alongAxis(x: TensorView, axis: number, data: Float32Array): Tensor {
  return { shape: shapeOf(x).map((_, i) => (i === axis ? data.length : 1)), data };
}

export interface NormalisationParameters {
  readonly mean: Float32Array;
  readonly variance: Float32Array;
  readonly gamma?: Float32Array | undefined;
  readonly beta?: Float32Array | undefined;
  readonly epsilon: number;
}

/** Batch normalisation with its stored statistics: (x − mean) · gamma / √(variance + epsilon) + beta. */
export function batchNormalisation(
  builder: NetworkBuilder,
  x: TensorView,
  axis: number,
  { mean, variance, gamma, beta, epsilon }: NormalisationParameters,
): TensorView {
  const channels = sizeAlong(x, axis);
  for (const list of [mean, variance, gamma, beta]) {
    if (list && list.length !== channels) throw new RangeError(`${list.length} parameters for ${channels} channels`);
  }
  const scale = variance.map((value, c) => (gamma?.[c] ?? 1) / Math.sqrt(value + epsilon));
  const shift = mean.map((value, c) => (beta?.[c] ?? 0) - value * scale[c]!);
  const scaled = binaryWithConstant(builder, "multiply", x, alongAxis(x, axis, scale));
  return binaryWithConstant(builder, "add", scaled, alongAxis(x, axis, shift));
}

/** x where it is positive, slope · x elsewhere (He et al. 2015), with a constant slope. */
export function preluWithConstant(builder: NetworkBuilder, x: TensorView, slope: Tensor): TensorView {
  const { view, other } = constantFor(builder, x, slope);
  if (!sameShape(broadcastShapes(view.value.shape, other.shape), view.value.shape)) {
    throw new RangeError(`slopes of shape ${describeShape(slope.shape)} for an input ${describeShape(shapeOf(x))}`);
  }
  return mapView(view, (value) => builder.apply({ type: "prelu" }, [value, other]));
}
