import { type Dimension, normaliseAxis } from "../../shape.js";
import { concat, pad, resolveTarget, slice } from "../lower/movement.js";
import { expandView, reshapeView, shapeOf, sizeAlong, type TensorView, transposeView } from "../tensor-view.js";
import { type SlicedShape, sliceBounds, stridedBounds } from "./bounds.js";
import { type Constant, vector } from "./constant.js";
import { isConstant, type NodeContext, type NodeImporter, type NodeTable, type Operand } from "./node-context.js";

function reshape(context: NodeContext): TensorView {
  const x = context.view(0);
  return reshapeView(context.builder, x, resolveTarget(shapeOf(x), context.sizes(1), context.batch));
}

function dropAxes(context: NodeContext, x: TensorView, axes: readonly number[]): TensorView {
  const shape = shapeOf(x);
  const long = axes.find((axis) => shape[axis] !== 1);
  if (long !== undefined) throw new RangeError(`axis ${long} has ${shape[long]} elements, not 1`);
  const physical = axes.some((axis) => x.axes[axis] !== null);
  const kept = shape.filter((_, axis) => !axes.includes(axis));
  if (physical) return reshapeView(context.builder, x, kept);
  return { value: x.value, axes: x.axes.filter((_, axis) => !axes.includes(axis)) };
}

function squeeze(context: NodeContext): TensorView {
  const x = context.view(0);
  const shape = shapeOf(x);
  const listed = context.attributes.integers("squeeze_dims") ?? context.attributes.integers("axis") ?? [];
  const all = shape.flatMap((size, axis) => (size === 1 ? [axis] : []));
  const axes = listed.length > 0 ? listed.map((axis) => normaliseAxis(axis, shape.length)) : all;
  return dropAxes(context, x, axes);
}

function expandDims(context: NodeContext): TensorView {
  const x = context.view(0);
  const [axis = 0] = context.integers(1);
  return expandView(x, normaliseAxis(axis, x.axes.length + 1));
}

function transpose(context: NodeContext): TensorView {
  const x = context.view(0);
  const permutation = context.axes(1);
  if (new Set(permutation).size !== x.axes.length) throw new RangeError(`[${permutation}] is no order of its axes`);
  return transposeView(x, permutation);
}

function padding(context: NodeContext): TensorView {
  const listed = context.integers(1);
  const value = context.operands.length > 2 ? context.tensor(2).data[0]! : 0;
  const at = (end: 0 | 1) => context.view(0).axes.map((_, axis) => listed[2 * axis + end] ?? 0);
  return pad(context.builder, context.view(0), at(0), at(1), value);
}

function mirrorPad(): never {
  throw new RangeError("padding with mirrored values is not supported, only with a constant");
}

function sliced(context: NodeContext, x: TensorView, { bounds, dropped, added }: SlicedShape): TensorView {
  const cut = dropAxes(context, slice(context.builder, x, bounds), dropped);
  return added.reduce((view, place) => expandView(view, place), cut);
}

/** The last input is the axis. */
function concatenation(context: NodeContext): TensorView {
  const last = context.operands.length - 1;
  const [axis = 0] = context.integers(last);
  const views = context.operands.slice(0, last).map((_, i) => context.view(i));
  return concat(context.builder, views, normaliseAxis(axis, context.view(0).axes.length));
}

function split(context: NodeContext, x: TensorView, axis: number, sizes: readonly number[]): Operand[] {
  let start = 0;
  return sizes.map((size) => {
    const bounds = x.axes.map((_, i) => (i === axis ? { start, end: start + size, step: 1 } : undefined));
    start += size;
    return slice(context.builder, x, bounds);
  });
}

/** inputs: axis, x. */
function evenSplit(context: NodeContext): Operand[] {
  const x = context.view(1);
  const axis = normaliseAxis(context.integers(0)[0]!, x.axes.length);
  const parts = context.attributes.number("num_split", 1);
  const size = sizeAlong(x, axis) / parts;
  if (!Number.isInteger(size) || parts < 1)
    throw new RangeError(`${sizeAlong(x, axis)} elements do not split into ${parts}`);
  return split(context, x, axis, new Array<number>(parts).fill(size));
}

/** inputs: x, sizes with at most one −1, axis. */
function sizedSplit(context: NodeContext): Operand[] {
  const x = context.view(0);
  const axis = normaliseAxis(context.integers(2)[0]!, x.axes.length);
  const sizes = context.integers(1);
  const rest = sizeAlong(x, axis) - sizes.filter((size) => size !== -1).reduce((sum, size) => sum + size, 0);
  return split(
    context,
    x,
    axis,
    sizes.map((size) => (size === -1 ? rest : size)),
  );
}

function sizesOf(operand: Operand): readonly Dimension[] {
  return isConstant(operand) ? operand.shape : shapeOf(operand);
}

function shape(context: NodeContext): Constant {
  return vector(sizesOf(context.operand(0)));
}

const passThrough: NodeImporter = (context) => context.operand(0);

export const movementNodes: NodeTable = {
  Reshape: reshape,
  Squeeze: squeeze,
  ExpandDims: expandDims,
  Transpose: transpose,
  Pad: padding,
  PadV2: padding,
  MirrorPad: mirrorPad,
  Slice: (context) => {
    const x = context.view(0);
    return sliced(context, x, sliceBounds(shapeOf(x), context.integers(1), context.integers(2)));
  },
  StridedSlice: (context) => {
    const x = context.view(0);
    const [begin, end, steps] = [context.integers(1), context.integers(2), context.integers(3)];
    return sliced(context, x, stridedBounds(shapeOf(x), begin, end, steps, context.attributes));
  },
  ConcatV2: concatenation,
  Split: evenSplit,
  SplitV: sizedSplit,
  Shape: shape,
  Rank: (context) => ({ shape: [], data: [sizesOf(context.operand(0)).length] }),
  Identity: passThrough,
  IdentityN: (context) => [...context.operands],
  StopGradient: passThrough,
  Snapshot: passThrough,
  Cast: passThrough,
  PlaceholderWithDefault: passThrough,
  EnsureShape: passThrough,
};
