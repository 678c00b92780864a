import { describeJson, isNaturalNumber } from "../json.js";
import { flatten, pad, resolveTarget, slice } from "../lower/movement.js";
import { reshapeView, shapeOf, sizeAlong, type TensorView, transposeView } from "../tensor-view.js";
import type { LayerContext, LayerImporter, LayerTable } from "./layer-context.js";

/** Amounts at the ends of height and width, as one number, one per axis, or `[[top, bottom], [left, right]]`. */
function bordersOf({ options }: LayerContext, name: string): [[number, number], [number, number]] {
  const given = options.get(name) ?? 1;
  const [vertical, horizontal] = Array.isArray(given) && given.length === 2 ? (given as unknown[]) : [given, given];
  const ends = (value: unknown): [number, number] => {
    const [before, after] = Array.isArray(value) ? (value as unknown[]) : [value, value];
    if (!isNaturalNumber(before) || !isNaturalNumber(after)) {
      throw new RangeError(`its option ${name} is ${describeJson(given)}, expected integers of at least 0`);
    }
    return [before, after];
  };
  return [ends(vertical), ends(horizontal)];
}

function spatialAxes({ format, input }: LayerContext): [number, number] {
  if (input.axes.length !== 4) throw new RangeError("two spatial axes are supported");
  return format === "channelsLast" ? [1, 2] : [2, 3];
}

function zeroPadding2D(context: LayerContext): TensorView {
  const borders = bordersOf(context, "padding");
  const axes = spatialAxes(context);
  const amounts = (end: 0 | 1) => context.input.axes.map((_, axis) => borders[axes.indexOf(axis)]?.[end] ?? 0);
  return pad(context.builder, context.input, amounts(0), amounts(1));
}

function cropping2D(context: LayerContext): TensorView {
  const borders = bordersOf(context, "cropping");
  const axes = spatialAxes(context);
  const bounds = context.input.axes.map((_, axis) => {
    const border = borders[axes.indexOf(axis)];
    return border && { start: border[0], end: sizeAlong(context.input, axis) - border[1], step: 1 };
  });
  return slice(context.builder, context.input, bounds);
}

/** Channels come last in the order of elements, wherever the format has them. */
function flattenLayer({ builder, input, format }: LayerContext): TensorView {
  const axes = input.axes.map((_, axis) => axis);
  const [batch, channels, ...spatial] = axes as [number, number, ...number[]];
  const turned =
    format === "channelsFirst" && axes.length > 1 ? transposeView(input, [batch, ...spatial, channels]) : input;
  return flatten(builder, turned);
}

function reshapeLayer({ builder, options, input }: LayerContext): TensorView {
  const target = options.integers("target_shape") ?? [];
  if (target.some((size) => size < -1 || size === 0)) throw new RangeError(`its target_shape is [${target}]`);
  const shape = shapeOf(input);
  return reshapeView(builder, input, resolveTarget(shape, [shape[0]!, ...target]));
}

/** `dims` count from 1, the axis after the batch. */
function permute({ options, input }: LayerContext): TensorView {
  const dims = options.integers("dims") ?? [];
  const rank = input.axes.length;
  if (new Set(dims).size !== rank - 1 || dims.length !== rank - 1 || dims.some((axis) => axis < 1 || axis >= rank)) {
    throw new RangeError(`its option dims is [${dims}], expected the axes 1 to ${rank - 1} in some order`);
  }
  return transposeView(input, [0, ...dims]);
}

/** What does something in training only. */
const passThrough: LayerImporter = (context) => context.input;

const trainingOnly = [
  "Dropout",
  "SpatialDropout1D",
  "SpatialDropout2D",
  "AlphaDropout",
  "GaussianDropout",
  "GaussianNoise",
  "ActivityRegularization",
  "Identity",
  "RandomBrightness",
  "RandomContrast",
  "RandomFlip",
  "RandomHeight",
  "RandomRotation",
  "RandomTranslation",
  "RandomWidth",
  "RandomZoom",
];

export const movementTable: LayerTable = {
  ZeroPadding2D: zeroPadding2D,
  Cropping2D: cropping2D,
  Flatten: flattenLayer,
  Reshape: reshapeLayer,
  Permute: permute,
  ...Object.fromEntries(trainingOnly.map((name) => [name, passThrough])),
};
