import type { NetworkBuilder } from "../../builder.js";
import { sliceLength } from "../../infer-shape.js";
import { BATCH, type Dimension, describeShape, fixedSize, type Shape, sameShape } from "../../shape.js";
import {
  arrange,
  asPlain,
  keptAxis,
  orderOf,
  reshapeView,
  shapeOf,
  type TensorView,
  viewInOrder,
  viewOf,
} from "../tensor-view.js";

/** `[N, …]` to `[N, K]`, in TensorFlow's order of elements. */
export function flatten(builder: NetworkBuilder, x: TensorView): TensorView {
  const shape = shapeOf(x);
  return reshapeView(builder, x, [shape[0]!, fixedSize(shape)]);
}

/**
 * The target of a reshape with at most one −1 and with the batch free. Where the target does not name the batch, −1
 * stands for it if the other sizes leave nothing else, and else a first size that is the fixed `batch` of the file.
 *
 * @throws RangeError where the sizes do not fit.
 */
export function resolveTarget(shape: Shape, target: readonly Dimension[], batch = 1): Shape {
  const freed = target.includes(BATCH) || !shape.includes(BATCH) ? target : freeBatch(shape, target, batch);
  const missing = fixedSize(shape) / fixedSize(freed.filter((size) => size !== -1));
  const resolved = freed.map((size) => (size === -1 ? missing : size));
  if (!Number.isInteger(missing) || resolved.includes(-1) || fixedSize(resolved) !== fixedSize(shape)) {
    throw new RangeError(`${describeShape(shape)} cannot be reshaped to [${target.join(", ")}]`);
  }
  return resolved;
}

function freeBatch(shape: Shape, target: readonly Dimension[], batch: number): readonly Dimension[] {
  const open = target.indexOf(-1);
  if (open >= 0 && fixedSize(target.toSpliced(open, 1)) === fixedSize(shape)) return target.toSpliced(open, 1, BATCH);
  return target[0] === batch ? target.toSpliced(0, 1, BATCH) : target;
}

export interface Bounds {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

/** @param bounds by axis; undefined: all of it. */
export function slice(builder: NetworkBuilder, x: TensorView, bounds: readonly (Bounds | undefined)[]): TensorView {
  let view = x;
  bounds.forEach((bound, given) => {
    if (!bound) return;
    const size = shapeOf(view)[given]!;
    const { start, end, step } = bound;
    if (start === 0 && end === size && step === 1) return;
    if (step < 1) throw new RangeError("steps below 1 are not supported");
    if (sliceLength(start, end, step) === 0) throw new RangeError("it leaves nothing of its input");
    const { view: whole, axis } = keptAxis(builder, view, given);
    view = { value: builder.slice(whole.value, axis, start, end, step), axes: whole.axes };
  });
  return view;
}

/** @param before and `after`: elements to add at each of TensorFlow's axes. */
export function pad(
  builder: NetworkBuilder,
  x: TensorView,
  before: readonly number[],
  after: readonly number[],
  value = 0,
): TensorView {
  if ([...before, ...after].some((n) => n < 0)) throw new RangeError("negative padding is not supported");
  const touched = (axis: number) => before[axis] !== 0 || after[axis] !== 0;
  if (x.axes.some((axis, i) => axis === 0 && touched(i))) throw new RangeError("it pads the batch");
  const lacking = x.axes.some((axis, i) => axis === null && touched(i));
  const view = lacking ? viewOf(asPlain(builder, x)) : x;
  const order = orderOf(view);
  const inOrder = (amounts: readonly number[]) => order.map((axis) => amounts[axis]!);
  return { value: builder.pad(view.value, inOrder(before), inOrder(after), value), axes: view.axes };
}

export function concat(builder: NetworkBuilder, views: readonly TensorView[], axis: number): TensorView {
  if (views.some((view) => view.axes[axis] === 0)) throw new RangeError("it joins the images of the batch");
  const sizes = views.map((view) => shapeOf(view).toSpliced(axis, 1));
  if (sizes.some((size) => !sameShape(size, sizes[0]!))) {
    throw new RangeError(
      `it joins ${views.map((view) => describeShape(shapeOf(view))).join(" and ")} along axis ${axis}`,
    );
  }
  const whole = views.find(({ axes }) => !axes.includes(null));
  const order = whole ? orderOf(whole) : views[0]!.axes.map((_, i) => i);
  const values = views.map((view) => arrange(builder, view, order));
  return viewInOrder(builder.concat(values, order.indexOf(axis)), order);
}

export function softmax(builder: NetworkBuilder, x: TensorView, given: number): TensorView {
  const { view, axis } = keptAxis(builder, x, given);
  return { value: builder.apply({ type: "softmax", axis }, [view.value]), axes: view.axes };
}
