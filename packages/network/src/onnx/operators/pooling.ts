import type { Value } from "../../builder.js";
import { spatialSize } from "../../shapes/window.js";
import { unsupported } from "../attributes.js";
import type { ImportContext, OperatorImporter, OperatorTable } from "../import-context.js";
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

/** Axes of a reduction: an attribute before opset 18 (13 for sums), an input after; all axes by default. */
function reduction(name: "mean" | "sum" | "max"): OperatorImporter {
  return (context) => {
    const x = context.value(0);
    const listed = context.integers(1, "axes") ?? x.shape.map((_, axis) => axis);
    const axes = listed.map((axis) => context.axis(x, axis)).sort((a, b) => a - b);
    if (axes.includes(0)) throw unsupported(context.node, "it reduces over the images of the batch");
    const keepDimensions = context.attributes.integer("keepdims", 1) !== 0;
    if (name !== "max") return context.emit({ type: "reduce", name, axes, keepDimensions }, [x]);
    if (x.shape.length !== 4 || axes.join() !== "2,3")
      throw unsupported(context.node, "only the maximum over height and width is supported");
    const pooled = context.builder.apply(
      { type: "maxPool", kernel: spatialSize(x.shape), strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1] },
      [x],
    );
    const shape = keepDimensions ? pooled.shape : pooled.shape.slice(0, 2);
    return context.emit({ type: "reshape", shape }, [pooled]);
  };
}

export const poolingOperators: OperatorTable = {
  MaxPool: maxPool,
  AveragePool: averagePool,
  GlobalMaxPool: globalMaxPool,
  GlobalAveragePool: (context) =>
    context.emit({ type: "reduce", name: "mean", axes: [2, 3], keepDimensions: true }, [context.value(0)]),
  ReduceMean: reduction("mean"),
  ReduceSum: reduction("sum"),
  ReduceMax: reduction("max"),
};
