import { DataType, type NetworkNode, type OperationOf } from "@gipfel/network";
import { float, type GraphWriter, type OperationWriter } from "./graph-writer.js";

const binaryNames = {
  add: "Add",
  subtract: "Sub",
  multiply: "Mul",
  divide: "Div",
  minimum: "Min",
  maximum: "Max",
  power: "Pow",
} as const;
const comparisonNames = { greater: "Greater", less: "Less", equal: "Equal" } as const;

export const writeBinary: OperationWriter<OperationOf<"binary">> = (writer, operation, { name, inputs }) => {
  writer.emit(binaryNames[operation.name], inputs, [name]);
};

export const writeComparison: OperationWriter<OperationOf<"comparison">> = (writer, operation, { name, inputs }) => {
  writer.emit(comparisonNames[operation.name], inputs, [name]);
};

/** The last two axes of an operand are swapped before the product; onnxruntime fuses the two. */
export const writeMatMul: OperationWriter<OperationOf<"matMul">> = (writer, operation, { name, inputs }) => {
  const operand = (index: 0 | 1, swapped: boolean): string => {
    const input = inputs[index]!;
    if (!swapped) return input;
    const rank = writer.shapeOf(input).length;
    const permutation = Array.from({ length: rank }, (_, axis) => axis);
    [permutation[rank - 2], permutation[rank - 1]] = [rank - 1, rank - 2];
    const turned = writer.temporary();
    writer.emit("Transpose", [input], [turned], { perm: permutation });
    return turned;
  };
  writer.emit("MatMul", [operand(0, operation.transposeA), operand(1, operation.transposeB)], [name]);
};

export const writeReduce: OperationWriter<OperationOf<"reduce">> = (writer, operation, { name, inputs }) => {
  const keepdims = operation.keepDimensions ? 1 : 0;
  if (operation.name === "sum") {
    writer.emit("ReduceSum", [inputs[0]!, writer.integers(operation.axes)], [name], { keepdims });
  } else {
    writer.emit(operation.name === "mean" ? "ReduceMean" : "ReduceMax", inputs, [name], {
      axes: operation.axes,
      keepdims,
    });
  }
};

export function writeArgMax(writer: GraphWriter, { name, inputs }: NetworkNode): void {
  const indices = writer.temporary();
  writer.emit("ArgMax", inputs, [indices], { axis: -1, keepdims: 0 });
  writer.emit("Cast", [indices], [name], { to: DataType.FLOAT });
}

export const writeLocalResponseNormalisation: OperationWriter<OperationOf<"localResponseNormalisation">> = (
  writer,
  { size, alpha, beta, bias },
  { name, inputs },
) => {
  writer.emit("LRN", inputs, [name], { size, alpha: float(alpha), beta: float(beta), bias: float(bias) });
};
