import type { Value } from "../../builder.js";
import { fixedDimension, normaliseAxis } from "../../shape.js";
import { type Tensor, tensor } from "../../tensor.js";
import { unsupported } from "../attributes.js";
import { type Frame, frameOf } from "../frame.js";
import type { ImportContext } from "../import-context.js";

/** An input that depends on the images, with the constants that stand before and after it. */
interface Part {
  readonly value: Value;
  readonly before: Tensor[];
  readonly after: Tensor[];
}

/** Constants among the inputs (zero channels of a shortcut, coordinates) become padding of a neighbour, plus themselves where they are not zero. */
export function concat(context: ImportContext): Value {
  const inputs = context.node.input!.map((_, index) => index);
  const frame = frameOf(context, inputs);
  const parts = partsOf(context, frame);
  const [first] = parts;
  if (!first) throw unsupported(context.node, "it joins constants only");
  const rank = first.value.shape.length - frame.offset;
  const axis = normaliseAxis(context.attributes.integer("axis", 1), rank) + frame.offset;
  if (axis === 0) throw unsupported(context.node, "it joins the images of the batch");
  const values = parts.map((part) => withConstants(context, part, axis));
  if (values.length > 1) return frame.emit({ type: "concat", axis }, values);
  return frame.emit({ type: "reshape", shape: values[0]!.shape }, values);
}

function partsOf(context: ImportContext, { offset, value }: Frame): Part[] {
  const parts: Part[] = [];
  const leading: Tensor[] = [];
  context.node.input!.forEach((_, index) => {
    const constant = context.constant(index);
    if (!constant) parts.push({ value: value(index), before: parts.length === 0 ? leading : [], after: [] });
    else (parts.at(-1)?.after ?? leading).push(offset ? { ...constant, shape: [1, ...constant.shape] } : constant);
  });
  return parts;
}

function withConstants({ builder, node }: ImportContext, { value, before, after }: Part, axis: number): Value {
  const constants = [...before, ...after];
  if (constants.length === 0) return value;
  const rank = value.shape.length;
  const length = (tensors: readonly Tensor[]) => tensors.reduce((sum, { shape }) => sum + shape[axis]!, 0);
  const along = (size: number) => Array.from({ length: rank }, (_, i) => (i === axis ? size : 0));
  const padded = builder.pad(value, along(length(before)), along(length(after)));
  if (constants.every(({ data }) => data.every((element) => element === 0))) return padded;
  const shape = padded.shape.map((_, i) => (i === 0 ? 1 : fixedDimension(padded.shape, i)));
  if (constants.some((constant) => constant.shape[0] !== 1))
    throw unsupported(node, "it joins a constant for each image of a batch");
  const offset = tensor(shape, placed(shape, axis, before, after));
  return builder.add(padded, builder.constant(offset));
}

/** Constants at both ends of an axis, zeros between. */
function placed(shape: readonly number[], axis: number, before: readonly Tensor[], after: readonly Tensor[]) {
  const inner = shape.slice(axis + 1).reduce((product, n) => product * n, 1);
  const row = shape[axis]! * inner;
  const data = new Float32Array(shape.reduce((product, n) => product * n, 1));
  const place = (constant: Tensor, start: number) => {
    const width = constant.shape[axis]! * inner;
    for (let outer = 0; outer * width < constant.data.length; outer += 1) {
      data.set(constant.data.subarray(outer * width, (outer + 1) * width), outer * row + start * inner);
    }
  };
  let start = 0;
  for (const constant of before) {
    place(constant, start);
    start += constant.shape[axis]!;
  }
  start = shape[axis]! - after.reduce((sum, constant) => sum + constant.shape[axis]!, 0);
  for (const constant of after) {
    place(constant, start);
    start += constant.shape[axis]!;
  }
  return data;
}
