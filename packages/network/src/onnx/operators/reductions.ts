/** Reductions over any axes. Those that are no mean, sum or maximum are written as what they are made of. */
import type { Value } from "../../builder.js";
import { fixedSize, normaliseAxis } from "../../shape.js";
import { spatialSize } from "../../shapes/window.js";
import { unsupported } from "../attributes.js";
import { type Frame, frameOf } from "../frame.js";
import type { ImportContext, OperatorImporter, OperatorTable } from "../import-context.js";

interface Reduction {
  readonly context: ImportContext;
  readonly frame: Frame;
  readonly x: Value;
  /** In the frame, ascending. */
  readonly axes: readonly number[];
  readonly keepDimensions: boolean;
}

/** Norms end here above zero, where their slope is still finite. */
const minSquare = 1e-24;

/** Axes of a reduction: an attribute before opset 18 (13 for sums), an input after; all axes by default. */
function reduction(write: (reduction: Reduction) => Value): OperatorImporter {
  return (context) => {
    const frame = frameOf(context, [0]);
    const x = frame.value(0);
    const rank = x.shape.length - frame.offset;
    const listed = context.integers(1, "axes") ?? [];
    if (listed.length === 0 && context.attributes.integer("noop_with_empty_axes", 0)) return context.passOn();
    const chosen = listed.length > 0 ? listed : Array.from({ length: rank }, (_, axis) => axis);
    const axes = chosen.map((axis) => normaliseAxis(axis, rank) + frame.offset).sort((a, b) => a - b);
    if (axes.includes(0)) throw unsupported(context.node, "it reduces over the images of the batch");
    return write({ context, frame, x, axes, keepDimensions: context.attributes.integer("keepdims", 1) !== 0 });
  };
}

function add({ frame, axes, keepDimensions }: Reduction, name: "mean" | "sum", x: Value): Value {
  return frame.emit({ type: "reduce", name, axes, keepDimensions }, [x]);
}

/** The sum of a function of the input, and a function of that. */
function composed(inner: (context: ImportContext, x: Value) => Value, outer?: "sqrt" | "log") {
  return reduction((given) => {
    const { context, frame, x, axes, keepDimensions } = given;
    if (!outer) return add(given, "sum", inner(context, x));
    const sum = context.builder.reduce("sum", inner(context, x), axes, keepDimensions);
    const argument = outer === "sqrt" ? aboveZero(context, sum) : sum;
    return frame.emit({ type: "scalar", function: { name: outer } }, [argument]);
  });
}

/** A value as the node's output. */
function named(frame: Frame, value: Value): Value {
  return frame.emit({ type: "reshape", shape: value.shape }, [value]);
}

const square = ({ builder }: ImportContext, x: Value) => builder.multiply(x, x);

function aboveZero({ builder }: ImportContext, sum: Value): Value {
  return builder.scalarFunction({ name: "clip", minimum: minSquare, maximum: Number.POSITIVE_INFINITY }, sum);
}

/** √ of a sum of squares. */
export function norm(context: ImportContext, sum: Value): Value {
  return context.builder.scalarFunction({ name: "sqrt" }, aboveZero(context, sum));
}

/** The maximum over axes, as a max pool whose window is what they span, so that it has the rules of one. */
export function maximumOver({ context, x, axes, keepDimensions }: Omit<Reduction, "frame">): Value {
  const { builder } = context;
  const window = { strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1] } as const;
  const kept = x.shape.flatMap((_, axis) => (axes.includes(axis) ? [] : [axis]));
  const shape = x.shape.flatMap((size, axis) => (axes.includes(axis) ? (keepDimensions ? [1] : []) : [size]));
  if (x.shape.length === 4 && axes.join() === "2,3") {
    return builder.reshape(builder.apply({ type: "maxPool", kernel: spatialSize(x.shape), ...window }, [x]), shape);
  }
  const span = fixedSize(axes.map((axis) => x.shape[axis]!));
  const permutation = [...kept, ...axes];
  const last = permutation.every((axis, i) => axis === i) ? x : builder.transpose(x, permutation);
  const rows = builder.reshape(last, [x.shape[0]!, fixedSize(x.shape) / span, span, 1]);
  return builder.reshape(builder.apply({ type: "maxPool", kernel: [span, 1], ...window }, [rows]), shape);
}

const negative = ({ builder }: ImportContext, x: Value) => builder.scalarFunction({ name: "negate" }, x);

/** m + log Σ exp(x − m) with the maximum m, which keeps the exponential in range and leaves the function as it is. */
function logSumExp({ context, frame, x, axes, keepDimensions }: Reduction): Value {
  const { builder } = context;
  const largest = maximumOver({ context, x, axes, keepDimensions: true });
  const powers = builder.scalarFunction({ name: "exp" }, builder.subtract(x, largest));
  const logarithm = builder.scalarFunction({ name: "log" }, builder.reduce("sum", powers, axes, keepDimensions));
  const shift = builder.reshape(largest, logarithm.shape);
  return frame.emit({ type: "binary", name: "add" }, [logarithm, shift]);
}

export const reductionOperators: OperatorTable = {
  ReduceMean: reduction((given) => add(given, "mean", given.x)),
  ReduceSum: reduction((given) => add(given, "sum", given.x)),
  ReduceMax: reduction((given) => named(given.frame, maximumOver(given))),
  ReduceMin: reduction((given) => {
    const { context, x } = given;
    return named(given.frame, negative(context, maximumOver({ ...given, x: negative(context, x) })));
  }),
  ReduceL1: composed(({ builder }, x) => builder.scalarFunction({ name: "abs" }, x)),
  ReduceL2: composed(square, "sqrt"),
  ReduceSumSquare: composed(square),
  ReduceLogSum: composed((_, x) => x, "log"),
  ReduceLogSumExp: reduction(logSumExp),
};
