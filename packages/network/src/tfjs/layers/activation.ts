import { describeJson, isObject, Options, property } from "../json.js";
import { activations, relu } from "../lower/activation.js";
import { mapView, preluWithConstant } from "../lower/elementwise.js";
import { softmax } from "../lower/movement.js";
import type { TensorView } from "../tensor-view.js";
import type { LayerContext, LayerTable } from "./layer-context.js";

/** Applies the option `activation`: a name, a function with a name, or a layer. */
export function activated(context: LayerContext, x: TensorView): TensorView {
  const given = context.options.get("activation") ?? "linear";
  if (typeof given === "string") return named(context, given, x);
  if (!isObject(given)) throw new RangeError(`its activation is ${describeJson(given)}, expected a name`);
  const className = property(given, "class_name") ?? property(given, "className");
  const config = property(given, "config");
  if (typeof config === "string") return named(context, config, x);
  const layer =
    typeof className === "string" && Object.hasOwn(activationLayers, className) && activationLayers[className];
  if (layer) return layer(context.inside(new Options(isObject(config) ? config : {}), x));
  return named(context, typeof className === "string" ? className : describeJson(className), x);
}

function named(context: LayerContext, name: string, x: TensorView): TensorView {
  const { builder } = context;
  const word = name.replaceAll("_", "").toLowerCase();
  if (word === "linear") return x;
  if (word === "softmax") return softmax(builder, x, x.axes.length - 1);
  if (word === "logsoftmax") {
    return mapView(softmax(builder, x, x.axes.length - 1), (value) => builder.scalarFunction({ name: "log" }, value));
  }
  const activation = Object.hasOwn(activations, word) ? activations[word] : undefined;
  if (!activation) {
    throw new RangeError(
      `its activation ${describeJson(name)} is not supported; supported: ${[...Object.keys(activations), "softmax", "logsoftmax"].join(", ")}`,
    );
  }
  return mapView(x, (value) => activation(builder, value));
}

function reluLayer({ builder, options, input }: LayerContext): TensorView {
  const given = {
    maximum: options.get("max_value") === undefined ? Number.POSITIVE_INFINITY : options.number("max_value", 0),
    negativeSlope: options.number("negative_slope", 0),
    threshold: options.number("threshold", 0),
  };
  return mapView(input, (value) => relu(builder, value, given));
}

function leakyRelu({ builder, options, input }: LayerContext): TensorView {
  const alpha = options.number("alpha", options.number("negative_slope", 0.3));
  return mapView(input, (value) => builder.scalarFunction({ name: "leakyRelu", alpha }, value));
}

function elu({ builder, options, input }: LayerContext): TensorView {
  const alpha = options.number("alpha", 1);
  return mapView(input, (value) => builder.scalarFunction({ name: "elu", alpha }, value));
}

function thresholdedRelu({ builder, options, input }: LayerContext): TensorView {
  const alpha = options.number("theta", 1);
  return mapView(input, (value) => builder.scalarFunction({ name: "thresholdedRelu", alpha }, value));
}

function prelu(context: LayerContext): TensorView {
  const [alpha] = context.weights(["alpha"]);
  return preluWithConstant(context.builder, context.input, alpha!);
}

const activationLayers: LayerTable = {
  ReLU: reluLayer,
  LeakyReLU: leakyRelu,
  ELU: elu,
  ThresholdedReLU: thresholdedRelu,
  PReLU: prelu,
  Softmax: (context) => softmax(context.builder, context.input, context.axis("axis", -1)),
};

export const activationTable: LayerTable = {
  Activation: (context) => activated(context, context.input),
  ...activationLayers,
};
