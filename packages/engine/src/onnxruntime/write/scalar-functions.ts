import type { OperationOf, ScalarFunction } from "@gipfel/network";
import { float, type GraphWriter, type OperationWriter } from "./graph-writer.js";

const plain = {
  relu: "Relu",
  sigmoid: "Sigmoid",
  tanh: "Tanh",
  softplus: "Softplus",
  softsign: "Softsign",
  erf: "Erf",
  exp: "Exp",
  log: "Log",
  sqrt: "Sqrt",
  abs: "Abs",
  negate: "Neg",
  reciprocal: "Reciprocal",
  hardSwish: "HardSwish",
  round: "Round",
} as const;

const withAlpha = { leakyRelu: "LeakyRelu", elu: "Elu", celu: "Celu", thresholdedRelu: "ThresholdedRelu" } as const;

/** Clip takes its bounds as inputs; a bound at infinity is left out. */
function writeClip(writer: GraphWriter, f: Extract<ScalarFunction, { name: "clip" }>, x: string, output: string): void {
  const bound = (value: number) => (Number.isFinite(value) ? writer.number(value) : "");
  writer.emit("Clip", [x, bound(f.minimum), bound(f.maximum)], [output]);
}

export const writeScalarFunction: OperationWriter<OperationOf<"scalar">> = (
  writer,
  { function: f },
  { name, inputs },
) => {
  const x = inputs[0]!;
  switch (f.name) {
    case "clip":
      return writeClip(writer, f, x, name);
    case "leakyRelu":
    case "elu":
    case "celu":
    case "thresholdedRelu":
      return writer.emit(withAlpha[f.name], [x], [name], { alpha: float(f.alpha) });
    case "selu":
      return writer.emit("Selu", [x], [name], { alpha: float(f.alpha), gamma: float(f.gamma) });
    case "hardSigmoid":
      return writer.emit("HardSigmoid", [x], [name], { alpha: float(f.alpha), beta: float(f.beta) });
    default:
      return writer.emit(plain[f.name], [x], [name]);
  }
};
