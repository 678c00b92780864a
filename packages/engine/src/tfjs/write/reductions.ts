import { normaliseAxis, type OperationOf } from "@gipfel/network";
import type { Stored } from "../program.js";
import type { OperationWriter } from "./operation-writer.js";
import type { ProgramWriter } from "./program-writer.js";
import { plainOrder, shapeOf, sizeOf, type View } from "./view.js";

const reduceKernels = { sum: "Sum", mean: "Mean", max: "Max" } as const;

/**
 * One axis after the other, from the last stored one on: the kernels add up in float32 in one go, and the error of two
 * sums of a hundred is far below that of one of ten thousand.
 */
export const writeReduce: OperationWriter<OperationOf<"reduce">> = (writer, operation, { inputs }) => {
  const view = writer.view(inputs[0]!);
  const shape = shapeOf(view);
  const reduced = new Set(operation.axes.map((axis) => normaliseAxis(axis, shape.length)));
  let { stored } = view;
  for (let p = view.order.length - 1; p >= 0; p -= 1) {
    if (reduced.has(view.order[p]!)) stored = reduceAxis(writer, operation.name, stored, p);
  }
  const rest = view.order.filter((axis) => !reduced.has(axis));
  if (!operation.keepDimensions) {
    const left = plainOrder(shape.length).filter((axis) => !reduced.has(axis));
    return { stored, order: rest.map((axis) => left.indexOf(axis)) };
  }
  const kept = view.order.map((axis) => (reduced.has(axis) ? 1 : shape[axis]!));
  return { stored: writer.reshape(stored, kept), order: view.order };
};

function reduceAxis(writer: ProgramWriter, name: "mean" | "sum" | "max", x: Stored, axis: number): Stored {
  const shape = x.shape.toSpliced(axis, 1);
  if (x.shape[axis] === 1) return writer.reshape(x, shape);
  if (name === "sum" && x.shape[axis] === 0) return writer.fill(shape, 0);
  const axes = name === "max" ? { reductionIndices: [axis] } : { axis: [axis] };
  return writer.emit(reduceKernels[name], { x }, { ...axes, keepDims: false }, shape);
}

/** Indices are whole numbers to the kernel, and float32 to the network. */
export const writeArgMax: OperationWriter<OperationOf<"argMax">> = (writer, _, { inputs }) => {
  const view = writer.view(inputs[0]!);
  const x = axisLast(writer, view, view.order.length - 1);
  const shape = x.stored.shape.slice(0, -1);
  const indices = writer.emit("ArgMax", { x: x.stored }, { axis: shape.length }, shape);
  const stored = writer.emit("Cast", { x: indices }, { dtype: "float32" }, shape);
  return { stored, order: x.order.slice(0, -1) };
};

export const writeSoftmax: OperationWriter<OperationOf<"softmax">> = (writer, operation, { inputs }) => {
  const view = writer.view(inputs[0]!);
  const { stored, order } = axisLast(writer, view, normaliseAxis(operation.axis, view.order.length));
  const size = stored.shape.at(-1)!;
  const rows = writer.reshape(stored, [sizeOf(stored.shape) / Math.max(size, 1), size]);
  const made = writer.emit("Softmax", { logits: rows }, { dim: 1 }, rows.shape);
  return { stored: writer.reshape(made, stored.shape), order };
};

/** The view with one of the network's axes lying last, the others as they are. */
function axisLast(writer: ProgramWriter, view: View, axis: number): View {
  const order = [...view.order.filter((other) => other !== axis), axis];
  return { stored: writer.arrange(view, order), order };
}
