/** Elements by constant indices. */
import type { Value } from "../../builder.js";
import { selectionMatrix } from "../../lower/selection.js";
import { fixedDimension, normaliseAxis } from "../../shape.js";
import { unsupported } from "../attributes.js";
import { frameOf } from "../frame.js";
import type { ImportContext, OperatorTable } from "../import-context.js";

/** Elements along an axis by constant indices, of any shape; a number drops the axis. */
function gather(context: ImportContext): Value {
  const given = normaliseAxis(context.attributes.integer("axis", 0), context.fileShape(0).length);
  const listed = context.integers(1) ?? [];
  if (listed.length === 0) throw unsupported(context.node, "its indices must be constants");
  if (given === 0 && !context.isFolded(0)) throw unsupported(context.node, "it picks images of the batch");
  const { offset, value, emit } = frameOf(context, [0]);
  const [x, axis] = [value(0), given + offset];
  const size = fixedDimension(x.shape, axis);
  const indices = listed.map((index) => (index < 0 ? index + size : index));
  const shape = [...x.shape.slice(0, axis), ...context.constant(1)!.shape, ...x.shape.slice(axis + 1)];
  const [start] = indices as [number];
  const inOrder = indices.every((index, i) => index === start + i);
  const picked = inOrder
    ? context.builder.slice(x, axis, start, start + indices.length)
    : context.builder.resample(x, axis, selectionMatrix(size, indices));
  return emit({ type: "reshape", shape }, [picked]);
}

/** Elements of each image at constant tuples of indices into the axes after the batch. */
function gatherNd(context: ImportContext): Value {
  const { builder, node } = context;
  const listed = context.integers(1) ?? [];
  if (listed.length === 0) throw unsupported(node, "its indices must be constants");
  const batchAxes = context.attributes.integer("batch_dims", 0);
  if (batchAxes === 0) throw unsupported(node, "it picks images of the batch");
  if (batchAxes > 1) throw unsupported(node, `batch_dims is ${batchAxes}; 1 is supported`);
  const x = context.value(0);
  const [rows, ...shape] = context.constant(1)!.shape;
  const depth = shape.pop()!;
  const first = listed.slice(0, listed.length / rows!);
  if (listed.some((index, i) => index !== first[i % first.length]))
    throw unsupported(node, "it picks other elements of each image");
  const sizes = x.shape.slice(1, 1 + depth).map((_, axis) => fixedDimension(x.shape, 1 + axis));
  const rest = x.shape.slice(1 + depth);
  const places = Array.from({ length: first.length / depth }, (_, tuple) =>
    sizes.reduce((place, size, axis) => {
      const index = first[tuple * depth + axis]!;
      return place * size + (index < 0 ? index + size : index);
    }, 0),
  );
  const count = sizes.reduce((product, size) => product * size, 1);
  const flat = builder.reshape(x, [x.shape[0]!, count, ...rest]);
  const picked = builder.resample(flat, 1, selectionMatrix(count, places));
  return context.emit({ type: "reshape", shape: [x.shape[0]!, ...shape, ...rest] }, [picked]);
}

export const gatherOperators: OperatorTable = { Gather: gather, GatherND: gatherNd };
