/** Tensors repeated along axes. */
import type { Value } from "../../builder.js";
import { filled } from "../../tensor.js";
import { unsupported } from "../attributes.js";
import { broadcastWith, frameOf } from "../frame.js";
import type { ImportContext, OperatorTable } from "../import-context.js";

/** Along axes of one, to the shape that both it and the target broadcast to. */
function expand(context: ImportContext): Value {
  const target = context.integers(1);
  if (!target) throw unsupported(context.node, "its shape must be a constant");
  const shape = context.fileShape(0);
  const repeats = target.some((size, i) => size !== 1 && shape[i - target.length + shape.length] !== size);
  if (!repeats && target.length <= shape.length) return context.passOn();
  const ones = context.builder.constant(filled(target, 1));
  const { frame, value } = broadcastWith(context, 0, ones);
  return frame.emit({ type: "binary", name: "multiply" }, [value, ones]);
}

function tile(context: ImportContext): Value {
  const repeats = context.integers(1);
  if (!repeats) throw unsupported(context.node, "its repeats must be constants");
  const axes = repeats.flatMap((times, axis) => (times === 1 ? [] : [{ times, axis }]));
  if (axes.length === 0) return context.passOn();
  const { offset, value, emit } = frameOf(context, [0], axes[0]!.axis === 0);
  if (offset === 1 && !context.isFolded(0)) throw unsupported(context.node, "it repeats the images of the batch");
  const last = axes.pop()!;
  const copies = (x: Value, times: number) => Array.from({ length: times }, () => x);
  const repeated = axes.reduce(
    (x, { times, axis }) => context.builder.concat(copies(x, times), axis + offset),
    value(0),
  );
  return emit({ type: "concat", axis: last.axis + offset }, copies(repeated, last.times));
}

export const repetitionOperators: OperatorTable = { Expand: expand, Tile: tile };
