import type { Value } from "../../builder.js";
import { spatialSize } from "../../shapes/window.js";
import { unsupported } from "../attributes.js";
import type { ImportContext, OperatorTable } from "../import-context.js";
import { windowOf } from "./window-attributes.js";

function maxPool(context: ImportContext): Value {
  if (context.node.output?.[1]) throw unsupported(context.node, "its output of indices is not supported");
  const x = context.value(0);
  const { kernel, strides, pads, dilations } = windowOf(context, x);
  return context.emit({ type: "maxPool", kernel, strides, pads, dilations }, [x]);
}

/**
 * Where ceil mode meets counted padding, the stated padding counts and the extra of ceil mode does not: the former is
 * written as a pad operation, the latter as padding that the pool leaves out.
 */
function averagePool(context: ImportContext): Value {
  const x = context.value(0);
  const { kernel, strides, pads, dilations, ceilExtra } = windowOf(context, x);
  if (dilations.some((dilation) => dilation !== 1)) throw unsupported(context.node, "dilations are not supported");
  const countPadding = context.attributes.integer("count_include_pad", 0) !== 0;
  const window = { kernel, strides, dilations };
  if (!countPadding || ceilExtra.every((extra) => extra === 0)) {
    return context.emit({ type: "averagePool", ...window, pads, countPadding }, [x]);
  }
  const [bottom, right] = [pads[2] - ceilExtra[0], pads[3] - ceilExtra[1]];
  const padded = context.builder.pad(x, [0, 0, pads[0], pads[1]], [0, 0, bottom, right]);
  return context.emit({ type: "averagePool", ...window, pads: [0, 0, ...ceilExtra], countPadding: false }, [padded]);
}

function globalMaxPool(context: ImportContext): Value {
  const x = context.value(0);
  return context.emit(
    { type: "maxPool", kernel: spatialSize(x.shape), strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1] },
    [x],
  );
}

export const poolingOperators: OperatorTable = {
  MaxPool: maxPool,
  AveragePool: averagePool,
  GlobalMaxPool: globalMaxPool,
  GlobalAveragePool: (context) =>
    context.emit({ type: "reduce", name: "mean", axes: [2, 3], keepDimensions: true }, [context.value(0)]),
};
