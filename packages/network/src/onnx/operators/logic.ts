/**
 * Truth values, as numbers: 1 where true and 0 where not. `Where` reads the comparison itself, where there is one.
 */
import type { Value } from "../../builder.js";
import type { ComparisonName } from "../../operation.js";
import { type Tensor, tensor } from "../../tensor.js";
import { unsupported } from "../attributes.js";
import { DataType } from "../format.js";
import { broadcastOperands, type Frame, frameOf } from "../frame.js";
import type { ImportContext, OperatorImporter, OperatorTable } from "../import-context.js";

/** The comparisons behind truth values. */
const comparisons = new WeakMap<Value, Value>();

/** Below this float32 has no larger number to stand for −∞: what a softmax makes 0 of. */
const lowest = -3.4028234663852886e38;

/** 1 and 0 for a comparison, or for its opposite, as the node's output. */
function emitTruth({ builder }: ImportContext, frame: Frame, comparison: Value, isOpposite = false): Value {
  const [whenTrue, otherwise] = isOpposite ? [0, 1] : [1, 0];
  const made = frame.emit({ type: "where" }, [comparison, builder.scalar(whenTrue), builder.scalar(otherwise)]);
  if (!isOpposite && made.shape.length === comparison.shape.length) comparisons.set(made, comparison);
  return made;
}

function compare(name: ComparisonName, isOpposite = false): OperatorImporter {
  return (context) => {
    const { frame, values } = broadcastOperands(context, [0, 1]);
    return emitTruth(context, frame, context.builder.compare(name, values[0]!, values[1]!), isOpposite);
  };
}

/** The node's output is the operation itself: with a change of shape after it, it would be part of no elementwise function. */
function conjunction(name: "multiply" | "maximum"): OperatorImporter {
  return (context) => {
    const { frame, values } = broadcastOperands(context, [0, 1]);
    return frame.emit({ type: "binary", name }, values);
  };
}

function exclusive(context: ImportContext): Value {
  const { frame, values } = broadcastOperands(context, [0, 1]);
  const difference = context.builder.subtract(values[0]!, values[1]!);
  return frame.emit({ type: "scalar", function: { name: "abs" } }, [difference]);
}

function not(context: ImportContext): Value {
  const { value, emit } = frameOf(context, [0]);
  return emit({ type: "binary", name: "subtract" }, [context.builder.scalar(1), value(0)]);
}

/** By a constant mask it is linear: what is chosen times the mask, plus the other times its opposite. */
function where(context: ImportContext): Value {
  const { builder } = context;
  const { frame, values } = broadcastOperands(context, [0, 1, 2]);
  const [condition, a, b] = values as [Value, Value, Value];
  const mask = context.constant(0);
  if (!mask) {
    const known = comparisons.get(condition) ?? builder.compare("greater", condition, builder.scalar(0.5));
    return frame.emit({ type: "where" }, [known, a, b]);
  }
  const opposite = { ...mask, data: mask.data.map((truth) => 1 - truth) };
  const first = masked(context, 1, a, mask, condition);
  const second = masked(context, 2, b, opposite, builder.constant(opposite));
  return frame.emit({ type: "binary", name: "add" }, [first, second]);
}

/** One of the operands of a selection, 0 where it is not chosen. A constant is 0 there however large it is. */
function masked(context: ImportContext, index: number, value: Value, mask: Tensor, factor: Value): Value {
  const { builder } = context;
  const constant = context.constant(index);
  if (!constant) return builder.multiply(value, factor);
  if (constant.data.length !== 1) return builder.multiply(builder.constant(finite(constant)), factor);
  const [filler = 0] = finite(constant).data;
  return builder.constant(
    tensor(
      mask.shape,
      mask.data.map((truth) => (truth === 0 ? 0 : filler)),
    ),
  );
}

const finite = (constant: Tensor): Tensor => ({ ...constant, data: constant.data.map((x) => Math.max(x, lowest)) });

/** Numbers that are given another type. */
function cast(context: ImportContext): Value {
  const { builder, attributes, node } = context;
  const type = attributes.integer("to", DataType.FLOAT);
  if (type === DataType.BOOL) {
    const frame = frameOf(context, [0]);
    return emitTruth(context, frame, builder.compare("equal", frame.value(0), builder.scalar(0)), true);
  }
  if (type === DataType.FLOAT || context.isConstant(0)) return context.passOn();
  throw unsupported(node, "it rounds numbers that depend on the image to integers");
}

/** 1, 0 or −1, which no small change of the input changes. */
function sign(context: ImportContext): Value {
  const { builder } = context;
  const { value, emit } = frameOf(context, [0]);
  const [x, zero] = [value(0), builder.scalar(0)];
  const below = builder.where(builder.compare("less", x, zero), builder.scalar(-1), zero);
  return emit({ type: "where" }, [builder.compare("greater", x, zero), builder.scalar(1), below]);
}

export const logicOperators: OperatorTable = {
  Where: where,
  Greater: compare("greater"),
  Less: compare("less"),
  Equal: compare("equal"),
  GreaterOrEqual: compare("less", true),
  LessOrEqual: compare("greater", true),
  And: conjunction("multiply"),
  Or: conjunction("maximum"),
  Xor: exclusive,
  Not: not,
  Sign: sign,
  Cast: cast,
};
