import type { OperationOf } from "@gipfel/network";
import type { Stored } from "../program.js";
import { align, broadcastTo } from "./align.js";
import type { OperationWriter } from "./operation-writer.js";
import type { ProgramWriter } from "./program-writer.js";
import { sameNumbers, type View } from "./view.js";

const binaryKernels = {
  add: "Add",
  subtract: "Sub",
  multiply: "Multiply",
  divide: "RealDiv",
  minimum: "Minimum",
  maximum: "Maximum",
  power: "Pow",
} as const;
const comparisonKernels = { greater: "Greater", less: "Less", equal: "Equal" } as const;

export const writeBinary: OperationWriter<OperationOf<"binary">> = (writer, { name }, { inputs }) =>
  combine(writer, binaryKernels[name], inputs);

export const writeComparison: OperationWriter<OperationOf<"comparison">> = (writer, { name }, { inputs }) =>
  combine(writer, comparisonKernels[name], inputs);

/** The kernel wants the condition and both tensors in one shape. */
export const writeWhere: OperationWriter<OperationOf<"where">> = (writer, _, { inputs }) => {
  const { operands, order, shape } = align(
    writer,
    inputs.map((name) => writer.view(name)),
  );
  const [condition, t, e] = operands as [Stored, Stored, Stored];
  const chosen = {
    condition: broadcastCondition(writer, condition, shape),
    t: broadcastTo(writer, t, shape),
    e: broadcastTo(writer, e, shape),
  };
  return { stored: writer.emit("Select", chosen, {}, shape), order };
};

/** max(x, 0) − slope · max(−x, 0): the kernels of this sum are many times as fast as that of the whole. */
export const writePrelu: OperationWriter<OperationOf<"prelu">> = (writer, _, { inputs }) => {
  const { operands, order, shape } = align(
    writer,
    inputs.map((name) => writer.view(name)),
  );
  const [x, slope] = operands as [Stored, Stored];
  const positive = writer.emit("Relu", { x }, {}, x.shape);
  const negative = writer.emit("Relu", { x: writer.emit("Neg", { x }, {}, x.shape) }, {}, x.shape);
  const scaled = writer.emit("Multiply", { a: negative, b: slope }, {}, shape);
  return { stored: writer.emit("Sub", { a: positive, b: scaled }, {}, shape), order };
};

function combine(writer: ProgramWriter, kernel: string, inputs: readonly string[]): View {
  const { operands, order, shape } = align(
    writer,
    inputs.map((name) => writer.view(name)),
  );
  const [a, b] = operands as [Stored, Stored];
  return { stored: writer.emit(kernel, { a, b }, {}, shape), order };
}

/** Truth values are broadcast as numbers, which all kernels take. */
function broadcastCondition(writer: ProgramWriter, condition: Stored, shape: readonly number[]): Stored {
  if (sameNumbers(condition.shape, shape)) return condition;
  const numbers = writer.emit("Cast", { x: condition }, { dtype: "float32" }, condition.shape);
  return writer.emit("Cast", { x: broadcastTo(writer, numbers, shape) }, { dtype: "bool" }, shape);
}
