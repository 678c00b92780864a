/**
 * Where the axes of a file's tensor lie in the network. A file is read at a batch of one image, so a tensor `[1, …]` is
 * `[N, …]` for N of them. Where its first axis is no batch (windows, heads or positions joined with it, or the order of
 * sequences first) the batch lies before all axes of the file: `[N, k, …]`. That is what the file computes for each image.
 */
import type { Value } from "../builder.js";
import type { Operation } from "../operation.js";
import { BATCH, type Shape } from "../shape.js";
import { unsupported } from "./attributes.js";
import type { ImportContext } from "./import-context.js";

export interface Frame {
  /** How far an axis of the file lies behind: 0 where the batch is its first axis, 1 where it lies before. */
  readonly offset: 0 | 1;
  /** The input in this frame; a constant as it is. */
  value(index: number): Value;
  /** An operation in this frame, as an output of the node. */
  emit(operation: Operation, inputs: readonly Value[], output?: number): Value;
}

/**
 * The frame of the inputs of a node.
 *
 * @param inputs indices of those that are read.
 * @param movesFirst whether the node moves, joins or reads the file's first axis.
 * @throws GipfelError MODEL_UNSUPPORTED where that would mix the images of a file's fixed batch.
 */
export function frameOf(context: ImportContext, inputs: readonly number[], movesFirst = false): Frame {
  if (!movesFirst && !inputs.some((index) => context.isFolded(index))) {
    return {
      offset: 0,
      value: (index) => context.value(index),
      emit: (operation, values, output) => context.emit(operation, values, output),
    };
  }
  if (context.batch !== 1) throw unsupported(context.node, "it would mix the images of a batch");
  return {
    offset: 1,
    value: (index) => context.perImage(index),
    emit: (operation, values, output = 0) => emitPerImage(context, operation, values, output),
  };
}

/** A tensor whose first axis is one of one is an ordinary one again. */
function emitPerImage(context: ImportContext, operation: Operation, values: readonly Value[], output: number): Value {
  const made = context.builder.apply(operation, values);
  const [, first, ...rest] = made.shape;
  if (first === 1) return context.emit({ type: "reshape", shape: [BATCH, ...rest] }, [made], output);
  context.fold(output);
  return made;
}

/**
 * Operands that NumPy's rules broadcast against each other, axes aligned from the last.
 *
 * @returns the frame and the operands in it, of one rank where they depend on the images.
 */
export function broadcastOperands(
  context: ImportContext,
  inputs: readonly number[],
): { frame: Frame; values: Value[] } {
  const shapes = inputs.map((index) => context.fileShape(index));
  const rank = Math.max(...shapes.map(({ length }) => length));
  const constants = inputs.map((index) => context.isConstant(index));
  const widens = shapes.some((shape, i) => constants[i] && shape.length === rank && rank > 0 && shape[0] !== 1);
  const outranks = shapes.every((shape, i) => constants[i] || shape.length < rank);
  const frame = frameOf(context, inputs, widens || outranks);
  const values = inputs.map((index, i) => {
    const value = frame.value(index);
    return constants[i] ? value : withRank(context, value, rank + frame.offset);
  });
  return { frame, values };
}

/** An operand that is broadcast against a constant of the file's shape. */
export function broadcastWith(context: ImportContext, index: number, constant: Value): { frame: Frame; value: Value } {
  const shape = context.fileShape(index);
  const rank = Math.max(shape.length, constant.shape.length);
  const joins = constant.shape.length === rank && constant.shape[0] !== 1;
  const frame = frameOf(context, [index], joins || shape.length < rank);
  return { frame, value: withRank(context, frame.value(index), rank + frame.offset) };
}

/** Axes of one behind the batch, up to a rank. */
function withRank({ builder }: ImportContext, value: Value, rank: number): Value {
  const [batch, ...rest] = value.shape;
  const shape: Shape = [batch!, ...new Array<number>(rank - value.shape.length).fill(1), ...rest];
  return builder.reshape(value, shape);
}
