import { normaliseAxis, type OperationOf } from "@gipfel/network";
import { leading } from "./align.js";
import type { OperationWriter } from "./operation-writer.js";
import { reshapeOrder } from "./reshape-order.js";
import { inOrder, plainOrder, plainView, shapeOf, sizeOf, transposeView, type View } from "./view.js";

/** The memory stays as it lies where it can. */
export const writeReshape: OperationWriter<OperationOf<"reshape">> = (writer, operation, { inputs }) => {
  const view = writer.view(inputs[0]!);
  const shape = writer.resolve(operation.shape);
  const order = reshapeOrder(shapeOf(view), view.order, shape);
  if (!order) return plainView(writer.reshape(writer.plain(view), shape));
  return { stored: writer.reshape(view.stored, inOrder(shape, order)), order };
};

/** Nothing moves before somebody needs it moved. */
export const writeTranspose: OperationWriter<OperationOf<"transpose">> = (writer, operation, { inputs }) =>
  transposeView(writer.view(inputs[0]!), operation.permutation);

export const writeConcat: OperationWriter<OperationOf<"concat">> = (writer, operation, { inputs }) => {
  const views = inputs.map((name) => writer.view(name)).filter(({ stored }) => sizeOf(stored.shape) > 0);
  const [only] = views;
  if (!only) return writer.view(inputs[0]!);
  if (views.length === 1) return only;
  const joined = normaliseAxis(operation.axis, only.order.length);
  const order = concatOrder(views, leading(writer, views).order, joined);
  const axis = order.indexOf(joined);
  const parts = views.map((view) => writer.arrange(view, order));
  const shape = [...parts[0]!.shape];
  shape[axis] = parts.reduce((sum, part) => sum + part.shape[axis]!, 0);
  return { stored: writer.emit("Concat", parts, { axis }, shape), order };
};

/** From this many elements on, a part is copied as fast as it can be. */
const longRun = 32;

/** The given order, or the plain one where it lets the parts be copied in longer runs. */
function concatOrder(views: readonly View[], given: readonly number[], axis: number): readonly number[] {
  const plain = plainOrder(given.length);
  const run = (order: readonly number[]) =>
    Math.min(...views.map((view) => sizeOf(inOrder(shapeOf(view), order.slice(order.indexOf(axis))))));
  return run(given) < Math.min(longRun, run(plain)) ? plain : given;
}

export const writeSlice: OperationWriter<OperationOf<"slice">> = (writer, { axis, start, step }, { name, inputs }) => {
  const { stored, order } = writer.view(inputs[0]!);
  const begin = order.map((other) => (other === axis ? start : 0));
  const strides = order.map((other) => (other === axis ? step : 1));
  return { stored: writer.cut(stored, begin, inOrder(writer.shapeOf(name), order), strides), order };
};

export const writePad: OperationWriter<OperationOf<"pad">> = (writer, operation, { inputs }) => {
  const { stored, order } = writer.view(inputs[0]!);
  const [before, after] = [inOrder(operation.before, order), inOrder(operation.after, order)];
  return { stored: writer.pad(stored, before, after, operation.value), order };
};
