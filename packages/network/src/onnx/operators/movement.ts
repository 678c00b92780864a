import type { Value } from "../../builder.js";
import { sliceLength } from "../../infer-shape.js";
import { type PadMode, paddedIndices, selectionMatrix } from "../../lower/selection.js";
import type { Operation } from "../../operation.js";
import {
  type Dimension,
  describeShape,
  fixedDimension,
  fixedSize,
  isBatched,
  normaliseAxis,
  type Shape,
} from "../../shape.js";
import { unsupported } from "../attributes.js";
import { frameOf } from "../frame.js";
import type { ImportContext, OperatorImporter, OperatorTable } from "../import-context.js";
import { concat } from "./concat.js";

function split(context: ImportContext): Value[] {
  const given = normaliseAxis(context.attributes.integer("axis", 0), context.fileShape(0).length);
  if (given === 0 && !context.isFolded(0)) throw unsupported(context.node, "it splits the images of the batch");
  const { offset, value, emit } = frameOf(context, [0]);
  const [x, axis] = [value(0), given + offset];
  const outputs = context.node.output!;
  const size = fixedDimension(x.shape, axis);
  const even = Math.ceil(size / outputs.length);
  const sizes = context.integers(1, "split") ?? outputs.map((_, i) => Math.min(even, size - i * even));
  let start = 0;
  return outputs.map((_, i) => {
    const end = start + sizes[i]!;
    const part = emit({ type: "slice", axis, start, end, step: 1 }, [x], i);
    start = end;
    return part;
  });
}

/** Attributes before opset 10, inputs from there on. */
function slice(context: ImportContext): Value {
  const starts = context.integers(1, "starts");
  const ends = context.integers(2, "ends");
  if (!starts || !ends) throw unsupported(context.node, "its bounds must be constants");
  const axes = context.integers(3, "axes") ?? starts.map((_, axis) => axis);
  const steps = context.integers(4) ?? starts.map(() => 1);
  const { offset, value: framed, emit } = frameOf(context, [0]);
  const x = framed(0);
  const cuts = axes.flatMap((given, i): Cut[] => {
    const axis = normaliseAxis(given, x.shape.length - offset) + offset;
    const step = steps[i]!;
    if (step === 0) throw unsupported(context.node, "a step of 0");
    if (axis === 0) return keepsBatch(context, starts[i]!, step);
    const size = fixedDimension(x.shape, axis);
    if (step < 0) return [backwards(context, axis, size, starts[i]!, ends[i]!, step)];
    const bound = (value: number) => Math.min(size, Math.max(0, value < 0 ? value + size : value));
    const [start, end] = [bound(starts[i]!), bound(ends[i]!)];
    if (sliceLength(start, end, step) === 0) throw unsupported(context.node, "it leaves nothing of its input");
    if (start === 0 && end === size && step === 1) return [];
    return [{ operation: { type: "slice" as const, axis, start, end, step }, rest: [] }];
  });
  const last = cuts.pop();
  if (!last) return context.passOn();
  const cut = cuts.reduce((value, { operation, rest }) => context.builder.apply(operation, [value, ...rest]), x);
  return emit(last.operation, [cut, ...last.rest]);
}

interface Cut {
  readonly operation: Operation;
  /** Besides what is cut. */
  readonly rest: readonly Value[];
}

function keepsBatch(context: ImportContext, start: number, step: number): [] {
  if (step !== 1 || start !== 0) throw unsupported(context.node, "it cuts or turns the batch");
  return [];
}

/** From the end to the front, as ONNX bounds it: a start beyond the end is the last element, an end before the first none. */
function backwards(context: ImportContext, axis: number, size: number, from: number, to: number, step: number): Cut {
  const start = Math.min(size - 1, from < 0 ? from + size : from);
  const end = Math.max(-1, to < 0 ? to + size : to);
  const length = Math.max(0, Math.ceil((end - start) / step));
  if (length === 0) throw unsupported(context.node, "it leaves nothing of its input");
  const indices = Array.from({ length }, (_, i) => start + i * step);
  const matrix = context.builder.constant(selectionMatrix(size, indices));
  return { operation: { type: "resample", axis }, rest: [matrix] };
}

const padModes: Readonly<Record<string, PadMode>> = { reflect: "reflect", edge: "edge", wrap: "wrap" };

/** A pad that repeats what is inside: one resampling for each axis. */
function padFromInside(
  context: ImportContext,
  x: Value,
  mode: PadMode,
  before: readonly number[],
  after: readonly number[],
): Value {
  const axes = before.flatMap((n, axis) => (n === 0 && after[axis] === 0 ? [] : [axis]));
  const last = axes.pop();
  if (last === undefined) return x;
  const matrixOf = (axis: number) => {
    const size = fixedDimension(x.shape, axis);
    return context.builder.constant(selectionMatrix(size, paddedIndices(mode, size, before[axis]!, after[axis]!)));
  };
  const padded = axes.reduce(
    (value, axis) => context.builder.apply({ type: "resample", axis }, [value, matrixOf(axis)]),
    x,
  );
  return context.emit({ type: "resample", axis: last }, [padded, matrixOf(last)]);
}

/** Attributes before opset 11, inputs from there on. A negative pad cuts. */
function pad(context: ImportContext): Value {
  const x = context.value(0);
  const mode = context.attributes.text("mode", "constant");
  const inside = Object.hasOwn(padModes, mode) ? padModes[mode] : undefined;
  if (mode !== "constant" && !inside) throw unsupported(context.node, `padding mode ${mode} is not supported`);
  const listed = context.integers(1, "pads") ?? context.attributes.integers("paddings");
  if (!listed) throw unsupported(context.node, "its pads must be constants");
  const rank = x.shape.length;
  const axes = context.integers(3)?.map((axis) => context.axis(x, axis)) ?? x.shape.map((_, axis) => axis);
  const before = new Array<number>(rank).fill(0);
  const after = new Array<number>(rank).fill(0);
  axes.forEach((axis, i) => {
    before[axis] = listed[i]!;
    after[axis] = listed[i + axes.length]!;
  });
  if (before[0] !== 0 || after[0] !== 0) throw unsupported(context.node, "it pads the batch");
  const cut = x.shape.reduce((value, dimension, axis) => {
    if (typeof dimension !== "number") return value;
    const [start, end] = [Math.max(0, -before[axis]!), dimension + Math.min(0, after[axis]!)];
    if (start >= end) throw unsupported(context.node, "it leaves nothing of its input");
    return context.builder.slice(value, axis, start, end);
  }, x);
  const [added, appended] = [before, after].map((pads) => pads.map((n) => Math.max(0, n))) as [number[], number[]];
  if (inside) return padFromInside(context, cut, inside, added, appended);
  if ([...added, ...appended].every((n) => n === 0)) return cut;
  return context.emit({ type: "pad", before: added, after: appended, value: context.number(2, "value", 0) }, [cut]);
}

/**
 * The target of a reshape with the batch left free: the first dimension stands for the images, whether it was written
 * as 0, −1 or as the fixed batch of the file. Undefined where the reshape would mix images.
 */
export function reshapeTarget(
  from: Shape,
  target: readonly number[],
  { allowZero = false, batch = 1 } = {},
): Shape | undefined {
  const wanted = target.map((n, axis): Dimension => (n === 0 && !allowZero ? from[axis]! : n));
  const [first, ...rest] = wanted;
  if (!isBatched(from) || !(first === from[0] || first === batch || first === -1)) return undefined;
  const known = rest.filter((n) => n !== -1);
  const missing = fixedSize(from) / fixedSize(known);
  const resolved = rest.map((n) => (n === -1 ? missing : n));
  return fixedSize(resolved) === fixedSize(from) && Number.isInteger(missing) ? [from[0]!, ...resolved] : undefined;
}

function reshape(context: ImportContext): Value {
  const target = context.integers(1, "shape");
  if (!target) throw unsupported(context.node, "its shape must be a constant");
  const allowZero = context.attributes.integer("allowzero", 0) !== 0;
  const x = context.isFolded(0) ? undefined : context.value(0);
  const shape = x && reshapeTarget(x.shape, target, { allowZero, batch: context.batch });
  if (shape) return context.emit({ type: "reshape", shape }, [x]);
  if (context.batch !== 1) {
    throw unsupported(context.node, `${describeShape(x!.shape)} to [${target}] would mix the images of a batch`);
  }
  const frame = frameOf(context, [0], true);
  const given = frame.value(0);
  const inner = reshapeTarget(
    [given.shape[0]!, ...given.shape.slice(1)],
    [-1, ...withoutZeros(context, target, allowZero)],
  );
  if (!inner)
    throw unsupported(context.node, `${describeShape(given.shape.slice(1))} cannot be reshaped to [${target}]`);
  return frame.emit({ type: "reshape", shape: inner }, [given]);
}

/** Dimensions of the file's tensor in place of the zeros that stand for them. */
function withoutZeros(context: ImportContext, target: readonly number[], allowZero: boolean): number[] {
  const from = context.fileShape(0);
  return target.map((n, axis) => (n === 0 && !allowZero ? Number(from[axis]) : n));
}

/** Two axes: the product of those before `axis`, and of those from there on. */
function flatten(context: ImportContext): Value {
  const shape = context.fileShape(0);
  const given = context.attributes.integer("axis", 1);
  const axis = given < 0 ? given + shape.length : given;
  if (axis === 1 && !context.isFolded(0)) {
    const x = context.value(0);
    return context.emit({ type: "reshape", shape: [x.shape[0]!, fixedSize(x.shape)] }, [x]);
  }
  const frame = frameOf(context, [0], true);
  const x = frame.value(0);
  const sizes = [fixedSize(shape.slice(0, axis)), fixedSize(shape.slice(axis))];
  return frame.emit({ type: "reshape", shape: [x.shape[0]!, ...sizes] }, [x]);
}

function transpose(context: ImportContext): Value {
  const permutation =
    context.attributes.integers("perm") ??
    context
      .fileShape(0)
      .map((_, axis) => axis)
      .reverse();
  const { offset, value, emit } = frameOf(context, [0], permutation[0] !== 0);
  const order = offset === 0 ? permutation : [0, ...permutation.map((axis) => axis + 1)];
  return emit({ type: "transpose", permutation: order }, [value(0)]);
}

function squeeze(context: ImportContext): Value {
  const shape = context.fileShape(0);
  const axes = context.integers(1, "axes")?.map((axis) => normaliseAxis(axis, shape.length));
  const isDropped = (axis: number) => shape[axis] === 1 && (axes?.includes(axis) ?? (axis > 0 || context.isFolded(0)));
  const { offset, value, emit } = frameOf(context, [0], axes !== undefined && isDropped(0));
  const x = value(0);
  return emit({ type: "reshape", shape: x.shape.filter((_, axis) => axis < offset || !isDropped(axis - offset)) }, [x]);
}

function unsqueeze(context: ImportContext): Value {
  const given = context.integers(1, "axes") ?? [];
  const rank = context.fileShape(0).length + given.length;
  const axes = new Set(given.map((axis) => normaliseAxis(axis, rank)));
  const { offset, value, emit } = frameOf(context, [0], axes.has(0));
  const x = value(0);
  const rest = [...x.shape];
  const shape = Array.from(
    { length: rank + offset },
    (_, axis): Dimension => (axes.has(axis - offset) ? 1 : rest.shift()!),
  );
  return emit({ type: "reshape", shape }, [x]);
}

const passThrough: OperatorImporter = (context) => context.passOn();

export const movementOperators: OperatorTable = {
  Concat: concat,
  Split: split,
  Slice: slice,
  Pad: pad,
  Reshape: reshape,
  Flatten: flatten,
  Transpose: transpose,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Identity: passThrough,
  Dropout: passThrough,
};
