import { scalar, type Tensor, tensor } from "../../tensor.js";
import { describeJson, type Options } from "../json.js";
import { alongAxis, batchNormalisation, binaryWithConstant } from "../lower/elementwise.js";
import type { TensorView } from "../tensor-view.js";
import type { LayerContext, LayerTable } from "./layer-context.js";

function batchNormalization(context: LayerContext): TensorView {
  const { builder, options, input } = context;
  const parameters = [
    ...(options.boolean("scale", true) ? ["gamma"] : []),
    ...(options.boolean("center", true) ? ["beta"] : []),
    "moving_mean",
    "moving_variance",
  ];
  const weights = context.weights(...parameters.map((name) => [name]));
  const valuesOf = (name: string) => weights[parameters.indexOf(name)]?.data;
  return batchNormalisation(builder, input, context.axis("axis", -1), {
    mean: valuesOf("moving_mean")!,
    variance: valuesOf("moving_variance")!,
    gamma: valuesOf("gamma"),
    beta: valuesOf("beta"),
    epsilon: options.number("epsilon", 1e-3),
  });
}

/** x · scale + offset, each one number or one per channel. */
function rescaling({ builder, options, input }: LayerContext): TensorView {
  const scaled = binaryWithConstant(builder, "multiply", input, numbers(options, "scale", 1));
  return binaryWithConstant(builder, "add", scaled, numbers(options, "offset", 0));
}

/** One number or a list, however deeply nested, that broadcasts against the last axis. */
function numbers(options: Options, name: string, fallback: number): Tensor {
  const value = options.get(name) ?? fallback;
  const list: unknown[] = Array.isArray(value) ? value.flat(8) : [value];
  if (list.length === 0 || !list.every((item) => Number.isFinite(item))) {
    throw new RangeError(`its option ${name} is ${describeJson(value)}, expected numbers`);
  }
  return tensor(list.length === 1 ? [] : [list.length], list as number[]);
}

/** (x − mean) / √variance along one axis, with statistics from the options or from the weights. */
function normalization(context: LayerContext): TensorView {
  const { builder, options, input } = context;
  if (options.boolean("invert", false)) throw new RangeError("invert is not supported");
  const axis = context.axis("axis", -1);
  const stated = options.get("mean") !== undefined && options.get("variance") !== undefined;
  const [mean, variance] = stated
    ? [numbers(options, "mean", 0), numbers(options, "variance", 1)]
    : (context.weights(["mean"], ["variance"]) as [Tensor, Tensor]);
  const spread = ({ data }: Tensor) => (data.length === 1 ? scalar(data[0]!) : alongAxis(input, axis, data));
  const deviation = variance.data.map((value) => Math.max(Math.sqrt(value), 1e-7));
  const centred = binaryWithConstant(builder, "subtract", input, spread(mean));
  return binaryWithConstant(builder, "multiply", centred, spread({ ...variance, data: deviation.map((n) => 1 / n) }));
}

export const normalizationTable: LayerTable = {
  BatchNormalization: batchNormalization,
  Rescaling: rescaling,
  Normalization: normalization,
};
