/** Activation functions by their Keras names, and the parametrised ones. */
import type { NetworkBuilder, Value } from "../../builder.js";
import type { ScalarFunction } from "../../operation.js";

type Activation = (builder: NetworkBuilder, x: Value) => Value;

const scalar =
  (f: ScalarFunction): Activation =>
  (builder, x) =>
    builder.scalarFunction(f, x);

/** Klambauer et al. 2017. */
const selu: ScalarFunction = { name: "selu", alpha: 1.6732632423543772, gamma: 1.0507009873554805 };

/** x·sigmoid(x) (Ramachandran et al. 2017). */
function swish(builder: NetworkBuilder, x: Value): Value {
  return builder.multiply(x, builder.scalarFunction({ name: "sigmoid" }, x));
}

/** x·tanh(softplus(x)) (Misra 2019). */
function mish(builder: NetworkBuilder, x: Value): Value {
  const softplus = builder.scalarFunction({ name: "softplus" }, x);
  return builder.multiply(x, builder.scalarFunction({ name: "tanh" }, softplus));
}

/** x·Φ(x) (Hendrycks and Gimpel 2016). */
function gelu(builder: NetworkBuilder, x: Value): Value {
  const erf = builder.scalarFunction({ name: "erf" }, builder.multiply(x, builder.scalar(Math.SQRT1_2)));
  return halfTimes(builder, x, erf);
}

/** The same with Φ(x) ≈ (1 + tanh(√(2/π)·(x + 0.044715·x³))) / 2. */
function geluNew(builder: NetworkBuilder, x: Value): Value {
  const square = builder.multiply(x, x);
  const factor = builder.add(builder.multiply(square, builder.scalar(0.044715)), builder.scalar(1));
  const cubic = builder.multiply(builder.multiply(x, factor), builder.scalar(Math.sqrt(2 / Math.PI)));
  return halfTimes(builder, x, builder.scalarFunction({ name: "tanh" }, cubic));
}

/** x·(1 + y)/2 */
function halfTimes(builder: NetworkBuilder, x: Value, y: Value): Value {
  const half = builder.multiply(x, builder.scalar(0.5));
  return builder.multiply(half, builder.add(y, builder.scalar(1)));
}

/** By name in lower case without underscores. Softmax, which needs an axis, is not among them. */
export const activations: Readonly<Record<string, Activation>> = {
  linear: (_, x) => x,
  relu: scalar({ name: "relu" }),
  relu6: scalar({ name: "clip", minimum: 0, maximum: 6 }),
  leakyrelu: scalar({ name: "leakyRelu", alpha: 0.2 }),
  elu: scalar({ name: "elu", alpha: 1 }),
  selu: scalar(selu),
  sigmoid: scalar({ name: "sigmoid" }),
  hardsigmoid: scalar({ name: "hardSigmoid", alpha: 0.2, beta: 0.5 }),
  hardswish: scalar({ name: "hardSwish" }),
  hardsilu: scalar({ name: "hardSwish" }),
  softplus: scalar({ name: "softplus" }),
  softsign: scalar({ name: "softsign" }),
  tanh: scalar({ name: "tanh" }),
  exponential: scalar({ name: "exp" }),
  swish,
  silu: swish,
  mish,
  gelu,
  gelunew: geluNew,
};

export interface ReluOptions {
  readonly maximum: number;
  readonly negativeSlope: number;
  readonly threshold: number;
}

/** Keras' ReLU: x between threshold and maximum, the maximum above, negativeSlope · (x − threshold) below. */
export function relu(builder: NetworkBuilder, x: Value, { maximum, negativeSlope, threshold }: ReluOptions): Value {
  if (threshold === 0 && negativeSlope === 0) {
    const bounded = Number.isFinite(maximum);
    return builder.scalarFunction(bounded ? { name: "clip", minimum: 0, maximum } : { name: "relu" }, x);
  }
  const capped = Number.isFinite(maximum) ? builder.binary("minimum", x, builder.scalar(maximum)) : x;
  if (threshold === 0) return builder.scalarFunction({ name: "leakyRelu", alpha: negativeSlope }, capped);
  if (negativeSlope === 0 && threshold > 0) {
    return builder.scalarFunction({ name: "thresholdedRelu", alpha: threshold }, capped);
  }
  throw new RangeError(`a threshold of ${threshold} with a negative slope of ${negativeSlope} is not supported`);
}
