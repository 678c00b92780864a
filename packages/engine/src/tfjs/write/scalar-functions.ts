import type { OperationOf, ScalarFunction } from "@gipfel/network";
import type { Stored } from "../program.js";
import type { OperationWriter } from "./operation-writer.js";
import type { ProgramWriter } from "./program-writer.js";

const kernels = {
  relu: "Relu",
  sigmoid: "Sigmoid",
  tanh: "Tanh",
  softplus: "Softplus",
  erf: "Erf",
  exp: "Exp",
  log: "Log",
  sqrt: "Sqrt",
  abs: "Abs",
  negate: "Neg",
  reciprocal: "Reciprocal",
  round: "Round",
} as const;

/** Element by element, so the axes stay where they lie. */
export const writeScalarFunction: OperationWriter<OperationOf<"scalar">> = (writer, operation, { inputs }) => {
  const { stored, order } = writer.view(inputs[0]!);
  return { stored: new Elements(writer, stored.shape).apply(operation.function, stored), order };
};

/** Arithmetic on tensors of one shape. */
class Elements {
  constructor(
    private readonly writer: ProgramWriter,
    private readonly shape: readonly number[],
  ) {}

  apply(f: ScalarFunction, x: Stored): Stored {
    switch (f.name) {
      case "clip":
        return this.clip(x, f.minimum, f.maximum);
      case "leakyRelu":
        return this.binary("Sub", this.unary("Relu", x), this.scale(this.negativePart(x), f.alpha));
      case "elu":
        return this.elu(x, f.alpha);
      case "selu":
        return this.scale(this.elu(x, f.alpha), f.gamma);
      case "celu":
        return this.celu(x, f.alpha);
      case "thresholdedRelu":
        return this.thresholdedRelu(x, f.alpha);
      case "hardSigmoid":
        return this.hardSigmoid(x, f.alpha, f.beta);
      case "hardSwish":
        return this.binary("Multiply", x, this.hardSigmoid(x, 1 / 6, 0.5));
      case "softsign":
        return this.binary("RealDiv", x, this.shift(this.unary("Abs", x), 1));
      default:
        return this.unary(kernels[f.name], x);
    }
  }

  /** The kernel of WebAssembly wants the bounds apart. */
  private clip(x: Stored, minimum: number, maximum: number): Stored {
    if (minimum < maximum) {
      return this.writer.emit("ClipByValue", { x }, { clipValueMin: minimum, clipValueMax: maximum }, this.shape);
    }
    return this.binary("Minimum", this.binary("Maximum", x, this.number(minimum)), this.number(maximum));
  }

  /** max(−x, 0) */
  private negativePart(x: Stored): Stored {
    return this.unary("Relu", this.unary("Neg", x));
  }

  /** The kernel has no α; below zero it is exp(x) − 1. */
  private elu(x: Stored, alpha: number): Stored {
    const below = this.unary("Elu", this.unary("Neg", this.negativePart(x)));
    return this.binary("Add", this.unary("Relu", x), this.scale(below, alpha));
  }

  /** max(x, 0) + min(α (exp(x / α) − 1), 0) */
  private celu(x: Stored, alpha: number): Stored {
    const below = this.scale(this.unary("Expm1", this.scale(x, 1 / alpha)), alpha);
    return this.binary("Add", this.unary("Relu", x), this.unary("Neg", this.negativePart(below)));
  }

  private thresholdedRelu(x: Stored, threshold: number): Stored {
    const condition = this.binary("Greater", x, this.number(threshold));
    return this.writer.emit("Select", { condition, t: x, e: this.writer.fill(this.shape, 0) }, {}, this.shape);
  }

  private hardSigmoid(x: Stored, alpha: number, beta: number): Stored {
    return this.clip(this.shift(this.scale(x, alpha), beta), 0, 1);
  }

  private scale(x: Stored, factor: number): Stored {
    return factor === 1 ? x : this.binary("Multiply", x, this.number(factor));
  }

  private shift(x: Stored, summand: number): Stored {
    return this.binary("Add", x, this.number(summand));
  }

  private number(value: number): Stored {
    return this.writer.fill(
      this.shape.map(() => 1),
      value,
    );
  }

  private unary(kernel: string, x: Stored): Stored {
    return this.writer.emit(kernel, { x }, {}, this.shape);
  }

  private binary(kernel: string, a: Stored, b: Stored): Stored {
    return this.writer.emit(kernel, { a, b }, {}, this.shape);
  }
}
