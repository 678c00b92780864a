import type { Value } from "../../builder.js";
import type { Operation, ScalarFunction } from "../../operation.js";
import { fixedSize, normaliseAxis } from "../../shape.js";
import { unsupported } from "../attributes.js";
import { broadcastOperands, type Frame, frameOf } from "../frame.js";
import type { ImportContext, OperatorImporter, OperatorTable } from "../import-context.js";

function activation(f: (context: ImportContext) => ScalarFunction): OperatorImporter {
  return (context) => {
    const { value, emit } = frameOf(context, [0]);
    return emit({ type: "scalar", function: f(context) }, [value(0)]);
  };
}

const alphaOf = (name: "leakyRelu" | "elu" | "celu" | "thresholdedRelu", fallback: number) =>
  activation(({ attributes }) => ({ name, alpha: attributes.float("alpha", fallback) }));

/** GELU as its definition, x·Φ(x), or its tanh approximation. */
function gelu(context: ImportContext): Value {
  const { builder } = context;
  const { value, emit } = frameOf(context, [0]);
  const x = value(0);
  const half = builder.multiply(x, builder.scalar(0.5));
  const inner =
    context.attributes.text("approximate", "none") === "tanh"
      ? builder.scalarFunction({ name: "tanh" }, cubic(context, x))
      : builder.scalarFunction({ name: "erf" }, builder.multiply(x, builder.scalar(Math.SQRT1_2)));
  return emit({ type: "binary", name: "multiply" }, [half, builder.add(inner, builder.scalar(1))]);
}

/** √(2/π)·(x + 0.044715·x³) */
function cubic({ builder }: ImportContext, x: Value): Value {
  const square = builder.multiply(x, x);
  const factor = builder.add(builder.multiply(square, builder.scalar(0.044715)), builder.scalar(1));
  return builder.multiply(builder.multiply(x, factor), builder.scalar(Math.sqrt(2 / Math.PI)));
}

function mish(context: ImportContext): Value {
  const { builder } = context;
  const { value, emit } = frameOf(context, [0]);
  const x = value(0);
  const gate = builder.scalarFunction({ name: "tanh" }, builder.scalarFunction({ name: "softplus" }, x));
  return emit({ type: "binary", name: "multiply" }, [x, gate]);
}

/** x·sigmoid(alpha·x) (opset 24). */
function swish(context: ImportContext): Value {
  const { builder } = context;
  const { value, emit } = frameOf(context, [0]);
  const x = value(0);
  const scaled = builder.multiply(x, builder.scalar(context.attributes.float("alpha", 1)));
  return emit({ type: "binary", name: "multiply" }, [x, builder.scalarFunction({ name: "sigmoid" }, scaled)]);
}

/** Softmax over one axis; before opset 13 over all axes from `axis` on, which is the same where those behind are 1. */
function softmax(context: ImportContext): Value {
  const frame = frameOf(context, [0]);
  return softmaxIn(context, frame, (operation, x) => frame.emit(operation, [x]));
}

function logSoftmax(context: ImportContext): Value {
  const frame = frameOf(context, [0]);
  const made = softmaxIn(context, frame, (operation, x) => context.builder.apply(operation, [x]));
  return frame.emit({ type: "scalar", function: { name: "log" } }, [made]);
}

function softmaxIn(
  { builder, attributes, opset, node }: ImportContext,
  { offset, value }: Frame,
  finish: (operation: Operation, x: Value) => Value,
): Value {
  const x = value(0);
  const axis = normaliseAxis(attributes.integer("axis", opset < 13 ? 1 : -1), x.shape.length - offset) + offset;
  if (axis === 0) throw unsupported(node, "it normalizes over the images of the batch");
  if (opset >= 13 || x.shape.slice(axis + 1).every((dimension) => dimension === 1)) {
    return finish({ type: "softmax", axis }, x);
  }
  const flat = builder.reshape(x, [...x.shape.slice(0, axis), fixedSize(x.shape.slice(axis))]);
  return finish({ type: "reshape", shape: x.shape }, builder.apply({ type: "softmax", axis }, [flat]));
}

function prelu(context: ImportContext): Value {
  const { frame, values } = broadcastOperands(context, [0, 1]);
  return frame.emit({ type: "prelu" }, values);
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
  PRelu: prelu,
  Gelu: gelu,
  Mish: mish,
  Swish: swish,
  Softmax: softmax,
  LogSoftmax: logSoftmax,
};
