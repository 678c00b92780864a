import type { Value } from "../../builder.js";
import type { ScalarFunction } from "../../operation.js";
import { fixedDimension } from "../../shape.js";
import type { ImportContext, OperatorImporter, OperatorTable } from "../import-context.js";

function activation(f: (context: ImportContext) => ScalarFunction): OperatorImporter {
  return (context) => context.emit({ type: "scalar", function: f(context) }, [context.value(0)]);
}

const alphaOf = (name: "leakyRelu" | "elu" | "celu" | "thresholdedRelu", fallback: number) =>
  activation(({ attributes }) => ({ name, alpha: attributes.float("alpha", fallback) }));

/** GELU as its definition, x·Φ(x), or its tanh approximation. */
function gelu(context: ImportContext): Value {
  const { builder } = context;
  const x = context.value(0);
  const half = builder.multiply(x, builder.scalar(0.5));
  const inner =
    context.attributes.text("approximate", "none") === "tanh"
      ? builder.scalarFunction({ name: "tanh" }, cubic(context, x))
      : builder.scalarFunction({ name: "erf" }, builder.multiply(x, builder.scalar(Math.SQRT1_2)));
  return context.emit({ type: "binary", name: "multiply" }, [half, builder.add(inner, builder.scalar(1))]);
}

/** √(2/π)·(x + 0.044715·x³) */
function cubic({ builder }: ImportContext, x: Value): Value {
  const square = builder.multiply(x, x);
  const factor = builder.add(builder.multiply(square, builder.scalar(0.044715)), builder.scalar(1));
  return builder.multiply(builder.multiply(x, factor), builder.scalar(Math.sqrt(2 / Math.PI)));
}

function mish(context: ImportContext): Value {
  const { builder } = context;
  const x = context.value(0);
  const gate = builder.scalarFunction({ name: "tanh" }, builder.scalarFunction({ name: "softplus" }, x));
  return context.emit({ type: "binary", name: "multiply" }, [x, gate]);
}

/** x·sigmoid(alpha·x) (opset 24). */
function swish(context: ImportContext): Value {
  const { builder } = context;
  const x = context.value(0);
  const scaled = builder.multiply(x, builder.scalar(context.attributes.float("alpha", 1)));
  return context.emit({ type: "binary", name: "multiply" }, [x, builder.scalarFunction({ name: "sigmoid" }, scaled)]);
}

/** Softmax over one axis; before opset 13 over all axes from `axis` on, which is the same where those behind are 1. */
function softmaxOf(context: ImportContext, name?: string): Value {
  const { builder } = context;
  const x = context.value(0);
  const axis = context.axis(x, context.attributes.integer("axis", context.opset < 13 ? 1 : -1));
  const trailing = x.shape.slice(axis + 1);
  if (context.opset >= 13 || trailing.every((dimension) => dimension === 1)) {
    return builder.apply({ type: "softmax", axis }, [x], name);
  }
  const size = x.shape.slice(axis).reduce<number>((product, _, i) => product * fixedDimension(x.shape, axis + i), 1);
  const flat = builder.reshape(x, [...x.shape.slice(0, axis), size]);
  return builder.apply({ type: "reshape", shape: x.shape }, [builder.apply({ type: "softmax", axis }, [flat])], name);
}

function logSoftmax(context: ImportContext): Value {
  return context.emit({ type: "scalar", function: { name: "log" } }, [softmaxOf(context)]);
}

export const activationOperators: OperatorTable = {
  Relu: activation(() => ({ name: "relu" })),
  Sigmoid: activation(() => ({ name: "sigmoid" })),
  Tanh: activation(() => ({ name: "tanh" })),
  Softplus: activation(() => ({ name: "softplus" })),
  Softsign: activation(() => ({ name: "softsign" })),
  HardSwish: activation(() => ({ name: "hardSwish" })),
  LeakyRelu: alphaOf("leakyRelu", 0.01),
  Elu: alphaOf("elu", 1),
  Celu: alphaOf("celu", 1),
  ThresholdedRelu: alphaOf("thresholdedRelu", 1),
  Selu: activation(({ attributes }) => ({
    name: "selu",
    alpha: attributes.float("alpha", 1.6732632423543772),
    gamma: attributes.float("gamma", 1.0507009873554805),
  })),
  HardSigmoid: activation(({ attributes }) => ({
    name: "hardSigmoid",
    alpha: attributes.float("alpha", 0.2),
    beta: attributes.float("beta", 0.5),
  })),
  Clip: activation((context) => ({
    name: "clip",
    minimum: context.number(1, "min", Number.NEGATIVE_INFINITY),
    maximum: context.number(2, "max", Number.POSITIVE_INFINITY),
  })),
  PRelu: (context) => context.emit({ type: "prelu" }, [context.value(0), context.value(1)]),
  Gelu: gelu,
  Mish: mish,
  Swish: swish,
  Softmax: (context) => softmaxOf(context, context.node.output![0]!),
  LogSoftmax: logSoftmax,
};
