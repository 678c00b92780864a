import type { Value } from "../../builder.js";
import { unsupported } from "../attributes.js";
import type { ImportContext, OperatorTable } from "../import-context.js";

/** Batch normalisation with its stored statistics: a scale and a shift per channel. */
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

export const normalizationOperators: OperatorTable = {
  BatchNormalization: batchNormalization,
  LRN: localResponseNormalisation,
};
