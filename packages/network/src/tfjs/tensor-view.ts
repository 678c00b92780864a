/**
 * Tensors as TensorFlow sees them, over tensors as the network keeps them. TensorFlow counts axes as `[N, H, W, C]`,
 * the network computes on `[N, C, H, W]`; a view says which axis of the one is which of the other. Transpositions and
 * axes of size 1 come and go in the view alone, until an operation needs its input in one order.
 */
import type { NetworkBuilder, Value } from "../builder.js";
import { BATCH, type Dimension, describeShape, fixedDimension, fixedSize, type Shape, sameShape } from "../shape.js";

export interface TensorView {
  readonly value: Value;
  /** For each axis of TensorFlow's tensor the axis of `value`; null: of size 1, and `value` lacks it. */
  readonly axes: readonly (number | null)[];
  /** For `[N, K]` made by flattening a tensor kept in another order: that tensor. */
  readonly flattenedFrom?: TensorView;
}

/** Where the channels are. */
export type DataFormat = "channelsLast" | "channelsFirst";

const imageOrder: Readonly<Record<DataFormat, readonly number[]>> = {
  channelsLast: [0, 3, 1, 2],
  channelsFirst: [0, 1, 2, 3],
};

/** A value whose axes are in `order`: `order[i]` is TensorFlow's axis that stands i-th. */
export function viewInOrder(value: Value, order: readonly number[]): TensorView {
  return { value, axes: order.map((_, axis) => order.indexOf(axis)) };
}

export function viewOf(value: Value): TensorView {
  return viewInOrder(
    value,
    value.shape.map((_, axis) => axis),
  );
}

export function viewOfImage(value: Value, format: DataFormat): TensorView {
  return viewInOrder(value, imageOrder[format]);
}

/** The shape that TensorFlow sees. */
export function shapeOf({ value, axes }: TensorView): Shape {
  return axes.map((axis) => (axis === null ? 1 : value.shape[axis]!));
}

/** TensorFlow's axes in the order in which the value keeps them; axes that it lacks are left out. */
export function orderOf({ axes }: TensorView): number[] {
  return axes
    .flatMap((kept, axis) => (kept === null ? [] : [{ kept, axis }]))
    .sort((a, b) => a.kept - b.kept)
    .map(({ axis }) => axis);
}

/** Whether the images are TensorFlow's first axis. */
function isBatchFirst(view: TensorView): boolean {
  return view.axes[0] === 0;
}

/**
 * The value with all of TensorFlow's axes in the given order.
 *
 * @throws RangeError where that would move the images.
 */
export function arrange(builder: NetworkBuilder, view: TensorView, order: readonly number[]): Value {
  if (view.axes[order[0]!] !== 0) throw new RangeError("it moves the batch axis");
  const shape = shapeOf(view);
  const kept = order.flatMap((axis) => view.axes[axis] ?? []);
  return builder.reshape(
    permute(builder, view.value, kept),
    order.map((axis) => shape[axis]!),
  );
}

/** As `[N, C, H, W]`. */
export function asImage(builder: NetworkBuilder, view: TensorView, format: DataFormat): Value {
  if (view.axes.length !== 4) {
    throw new RangeError(`its input has shape ${describeShape(shapeOf(view))}; two spatial axes are supported`);
  }
  return arrange(builder, view, imageOrder[format]);
}

/** All axes in TensorFlow's own order. */
export function asPlain(builder: NetworkBuilder, view: TensorView): Value {
  return arrange(
    builder,
    view,
    view.axes.map((_, axis) => axis),
  );
}

/** A transposition; one that moves nothing but axes of size 1 is a reshape. */
function permute(builder: NetworkBuilder, value: Value, permutation: readonly number[]): Value {
  const long = permutation.filter((axis) => value.shape[axis] !== 1);
  if (long.every((axis, i) => i === 0 || long[i - 1]! < axis)) {
    return builder.reshape(
      value,
      permutation.map((axis) => value.shape[axis]!),
    );
  }
  return builder.transpose(value, permutation);
}

export function transposeView(view: TensorView, permutation: readonly number[]): TensorView {
  return { value: view.value, axes: permutation.map((axis) => view.axes[axis]!) };
}

/** Adds an axis of size 1 before `axis`. */
export function expandView(view: TensorView, axis: number): TensorView {
  return { value: view.value, axes: view.axes.toSpliced(axis, 0, null) };
}

/**
 * Reshapes in TensorFlow's order of elements. Only what moves becomes an operation.
 *
 * @throws RangeError where the sizes differ or images would mix.
 */
export function reshapeView(builder: NetworkBuilder, view: TensorView, target: Shape): TensorView {
  const shape = shapeOf(view);
  if (sameShape(shape, target)) return view;
  const long = (sizes: Shape) => sizes.flatMap((size, axis) => (size === 1 ? [] : [axis]));
  const [from, to] = [long(shape), long(target)];
  if (fixedSize(shape) !== fixedSize(target) || shape[from[0]!] !== BATCH || target[to[0]!] !== BATCH) {
    throw new RangeError(`${describeShape(shape)} cannot be reshaped to ${describeShape(target)}`);
  }
  const kept = from.map((axis) => view.axes[axis]!);
  const sizes = from.map((axis) => shape[axis]!);
  const compact = to.map((axis) => target[axis]!);
  if (sameShape(sizes, compact)) {
    const order = [...kept].sort((a, b) => a - b);
    const value = builder.reshape(
      view.value,
      order.map((axis) => view.value.shape[axis]!),
    );
    return relabel(value, target, (i) => order.indexOf(kept[i]!));
  }
  const ordered = permute(builder, view.value, [...kept, ...unused(view.value, kept)]);
  const made = relabel(builder.reshape(ordered, compact), target, (i) => i);
  const turned = kept.some((axis, i) => i > 0 && kept[i - 1]! > axis);
  return turned && to.length === 2 && isBatchFirst(view) ? { ...made, flattenedFrom: view } : made;
}

function unused(value: Value, used: readonly number[]): number[] {
  return value.shape.map((_, axis) => axis).filter((axis) => !used.includes(axis));
}

/** Axes of size 1 are left to the view; the i-th of the others is `axisOf(i)` of the value. */
function relabel(value: Value, shape: Shape, axisOf: (i: number) => number): TensorView {
  let next = -1;
  const axes = shape.map((size: Dimension) => {
    if (size === 1) return null;
    next += 1;
    return axisOf(next);
  });
  return { value, axes };
}

/** The axis of the value behind a TensorFlow axis that must not be the batch; the view is materialised where it lacks it. */
export function keptAxis(
  builder: NetworkBuilder,
  view: TensorView,
  axis: number,
): { readonly view: TensorView; readonly axis: number } {
  const kept = view.axes[axis];
  if (kept === 0) throw new RangeError("it works along the batch axis");
  if (kept !== null && kept !== undefined) return { view, axis: kept };
  const whole = viewOf(asPlain(builder, view));
  return { view: whole, axis };
}

/** Size along one of TensorFlow's axes. */
export function sizeAlong(view: TensorView, axis: number): number {
  return fixedDimension(shapeOf(view), axis);
}
