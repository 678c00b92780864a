import type { Value } from "../../builder.js";
import { fixedSize, normaliseAxis } from "../../shape.js";
import { unsupported } from "../attributes.js";
import { type Frame, frameOf } from "../frame.js";
import type { ImportContext, OperatorTable } from "../import-context.js";
import { norm } from "./reductions.js";

/** Batch normalization with its stored statistics: a scale and a shift per channel. */
function batchNormalization(context: ImportContext): Value {
  const x = context.value(0);
  const [gamma, beta, mean, variance] = [1, 2, 3, 4].map((index) => context.constant(index)?.data);
  if (!gamma || !beta || !mean || !variance) throw unsupported(context.node, "its parameters must be constants");
  if (context.attributes.integer("training_mode", 0))
    throw unsupported(context.node, "export the model in evaluation mode");
  const epsilon = context.attributes.float("epsilon", 1e-5);
  const scale = gamma.map((value, c) => value / Math.sqrt(variance[c]! + epsilon));
  const shift = beta.map((value, c) => value - mean[c]! * scale[c]!);
  const scaled = context.builder.multiply(x, context.perChannel(scale, x));
  return context.emit({ type: "binary", name: "add" }, [scaled, context.perChannel(shift, x)]);
}

/** Over a window of channels around each, which must be odd: onnxruntime has no even one. */
function localResponseNormalisation(context: ImportContext): Value {
  const { attributes } = context;
  const size = attributes.integer("size", 1);
  if (size % 2 === 0) throw unsupported(context.node, `size ${size} is even; only odd sizes are supported`);
  return context.emit(
    {
      type: "localResponseNormalisation",
      size,
      alpha: attributes.float("alpha", 1e-4),
      beta: attributes.float("beta", 0.75),
      bias: attributes.float("bias", 1),
    },
    [context.value(0)],
  );
}

/** (x − μ) / √(σ² + ε), mean and variance over axes. */
function standardized({ builder }: ImportContext, x: Value, axes: readonly number[], epsilon: number): Value {
  const centered = builder.subtract(x, builder.reduce("mean", x, axes, true));
  return overRootMeanSquare(builder, centered, axes, epsilon);
}

/** x / √(mean of x² + ε) over axes. */
function overRootMeanSquare(
  builder: ImportContext["builder"],
  x: Value,
  axes: readonly number[],
  epsilon: number,
): Value {
  const variance = builder.reduce("mean", builder.multiply(x, x), axes, true);
  return builder.divide(x, builder.scalarFunction({ name: "sqrt" }, builder.add(variance, builder.scalar(epsilon))));
}

/** y · scale + shift as the node's output; either may be absent. */
function emitAffine({ builder }: ImportContext, frame: Frame, y: Value, scale?: Value, shift?: Value): Value {
  const scaled = scale ? builder.multiply(y, scale) : y;
  if (shift) return frame.emit({ type: "binary", name: "add" }, [scaled, shift]);
  return frame.emit({ type: "reshape", shape: scaled.shape }, [scaled]);
}

/** Over the axes from `axis` on (Ba et al. 2016), or without the mean (Zhang and Sennrich 2019). */
function layerNormalization(context: ImportContext, centers: boolean): Value {
  const { attributes, builder } = context;
  const frame = frameOf(context, [0]);
  const x = frame.value(0);
  const rank = x.shape.length - frame.offset;
  const first = normaliseAxis(attributes.integer("axis", -1), rank) + frame.offset;
  if (first === 0) throw unsupported(context.node, "it normalizes over the images of the batch");
  const axes = x.shape.flatMap((_, axis) => (axis >= first ? [axis] : []));
  const epsilon = attributes.float("epsilon", 1e-5);
  const y = centers ? standardized(context, x, axes, epsilon) : overRootMeanSquare(builder, x, axes, epsilon);
  const parameter = (index: number) => (context.hasInput(index) ? context.value(index) : undefined);
  return emitAffine(context, frame, y, parameter(1), centers ? parameter(2) : undefined);
}

/** Over the positions of each channel (Ulyanov et al. 2016). */
function instanceNormalization(context: ImportContext): Value {
  const x = context.value(0);
  const [scale, shift] = [1, 2].map((index) => context.constant(index)?.data);
  if (!scale || !shift) throw unsupported(context.node, "its parameters must be constants");
  const axes = x.shape.flatMap((_, axis) => (axis > 1 ? [axis] : []));
  const y = standardized(context, x, axes, context.attributes.float("epsilon", 1e-5));
  return emitAffine(context, frameOf(context, [0]), y, context.perChannel(scale, x), context.perChannel(shift, x));
}

/** Over the positions and channels of each group (Wu and He 2018); parameters per group before opset 21. */
function groupNormalization(context: ImportContext): Value {
  const x = context.value(0);
  const { builder, attributes } = context;
  const [scale, shift] = [1, 2].map((index) => context.constant(index)?.data);
  if (!scale || !shift) throw unsupported(context.node, "its parameters must be constants");
  const groups = attributes.integer("num_groups", 1);
  const channels = context.channels(x);
  const size = channels / groups;
  if (!Number.isInteger(size)) throw unsupported(context.node, `${channels} channels do not make ${groups} groups`);
  const grouped = builder.reshape(x, [x.shape[0]!, groups, fixedSize(x.shape) / groups]);
  const y = builder.reshape(standardized(context, grouped, [2], attributes.float("epsilon", 1e-5)), x.shape);
  const perChannel = (values: Float32Array) =>
    context.perChannel(
      values.length === channels ? values : Array.from({ length: channels }, (_, c) => values[Math.floor(c / size)]!),
      x,
    );
  return emitAffine(context, frameOf(context, [0]), y, perChannel(scale), perChannel(shift));
}

/** x over its norm along one axis, the sum of absolute values or the root of that of squares. */
function lpNormalization(context: ImportContext): Value {
  const { builder, attributes } = context;
  const frame = frameOf(context, [0]);
  const x = frame.value(0);
  const axis = normaliseAxis(attributes.integer("axis", -1), x.shape.length - frame.offset) + frame.offset;
  if (axis === 0) throw unsupported(context.node, "it normalizes over the images of the batch");
  const sumOf = (y: Value) => builder.reduce("sum", y, [axis], true);
  const divisor =
    attributes.integer("p", 2) === 1
      ? sumOf(builder.scalarFunction({ name: "abs" }, x))
      : norm(context, sumOf(builder.multiply(x, x)));
  return frame.emit({ type: "binary", name: "divide" }, [x, divisor]);
}

/** Over any axes, those of positions by default; onnxruntime adds 1e−9 to the deviation. */
function meanVarianceNormalization(context: ImportContext): Value {
  const { builder } = context;
  const x = context.value(0);
  const axes = (context.attributes.integers("axes") ?? [0, 2, 3]).map((axis) => context.axis(x, axis));
  if (axes.includes(0)) throw unsupported(context.node, "it normalizes over the images of the batch");
  const centered = builder.subtract(x, builder.reduce("mean", x, axes, true));
  const deviation = norm(context, builder.reduce("mean", builder.multiply(centered, centered), axes, true));
  return context.emit({ type: "binary", name: "divide" }, [centered, builder.add(deviation, builder.scalar(1e-9))]);
}

export const normalizationOperators: OperatorTable = {
  BatchNormalization: batchNormalization,
  LRN: localResponseNormalisation,
  LayerNormalization: (context) => layerNormalization(context, true),
  RMSNormalization: (context) => layerNormalization(context, false),
  InstanceNormalization: instanceNormalization,
  GroupNormalization: groupNormalization,
  LpNormalization: lpNormalization,
  MeanVarianceNormalization: meanVarianceNormalization,
};
