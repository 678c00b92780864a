import type { OperationOf } from "@gipfel/network";
import type { OperationWriter } from "./graph-writer.js";

/** Symbolic dimensions are copied where they stay in place, inferred where they move. */
export const writeReshape: OperationWriter<OperationOf<"reshape">> = (writer, operation, { name, inputs }) => {
  const from = writer.shapeOf(inputs[0]!);
  const target = operation.shape.map((dimension, axis) =>
    typeof dimension === "number" ? dimension : from[axis] === dimension ? 0 : -1,
  );
  writer.emit("Reshape", [inputs[0]!, writer.integers(target)], [name]);
};

export const writeTranspose: OperationWriter<OperationOf<"transpose">> = (writer, operation, { name, inputs }) => {
  writer.emit("Transpose", inputs, [name], { perm: operation.permutation });
};

export const writeConcat: OperationWriter<OperationOf<"concat">> = (writer, operation, { name, inputs }) => {
  writer.emit("Concat", inputs, [name], { axis: operation.axis });
};

export const writeSlice: OperationWriter<OperationOf<"slice">> = (writer, operation, { name, inputs }) => {
  const { axis, start, end, step } = operation;
  const bounds = [[start], [end], [axis], [step]].map((value) => writer.integers(value));
  writer.emit("Slice", [inputs[0]!, ...bounds], [name]);
};

export const writePad: OperationWriter<OperationOf<"pad">> = (writer, operation, { name, inputs }) => {
  const pads = writer.integers([...operation.before, ...operation.after]);
  writer.emit("Pad", [inputs[0]!, pads, writer.number(operation.value)], [name]);
};
