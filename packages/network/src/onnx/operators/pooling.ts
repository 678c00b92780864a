import type { Value } from "../../builder.js";
import { unitAxis, windowAlong } from "../../lower/axis-window.js";
import { asImage } from "../../lower/spatial-axes.js";
import { type PlanePool, type VolumeWindow, volumePool } from "../../lower/volume.js";
import { spatialSize } from "../../shapes/window.js";
import { unsupported } from "../attributes.js";
import type { ImportContext, OperatorTable } from "../import-context.js";
import { axisWindows } from "./window-attributes.js";

/** A pool over one to three axes, as pools over two. */
function pooled(context: ImportContext, pool: PlanePool): Value {
  const x = context.value(0);
  const { builder } = context;
  const window = axisWindows(context, x);
  if (window.length === 3) return volumePool(builder, x, window as unknown as VolumeWindow, pool);
  const [rows, columns] = window.length === 1 ? [unitAxis, window[0]!] : [window[0]!, window[1]!];
  const made = pool(asImage(builder, x), rows, columns, context.node.output![0]!);
  return window.length === 2 ? made : builder.reshape(made, [...made.shape.slice(0, 2), made.shape[3]!]);
}

function maxPool(context: ImportContext): Value {
  if (context.node.output?.[1]) throw unsupported(context.node, "its output of indices is not supported");
  return pooled(context, (x, rows, columns, name) =>
    context.builder.apply({ type: "maxPool", ...windowAlong(rows, columns) }, [x], name),
  );
}

/**
 * Where ceil mode meets counted padding, the stated padding counts and the extra of ceil mode does not: the former is
 * written as a pad operation, the latter as padding that the pool leaves out.
 */
function averagePool(context: ImportContext): Value {
  const { builder } = context;
  const countPadding = context.attributes.integer("count_include_pad", 0) !== 0;
  return pooled(context, (x, rows, columns, name) => {
    const window = windowAlong(rows, columns);
    if (window.dilations.some((dilation) => dilation !== 1))
      throw unsupported(context.node, "dilations are not supported");
    if (!countPadding || (rows.ceilExtra === 0 && columns.ceilExtra === 0)) {
      return builder.apply({ type: "averagePool", ...window, countPadding }, [x], name);
    }
    const [bottom, right] = [rows.after - rows.ceilExtra, columns.after - columns.ceilExtra];
    const padded = builder.pad(x, [0, 0, rows.before, columns.before], [0, 0, bottom, right]);
    const pads = [0, 0, rows.ceilExtra, columns.ceilExtra] as const;
    return builder.apply({ type: "averagePool", ...window, pads, countPadding: false }, [padded], name);
  });
}

function globalMaxPool(context: ImportContext): Value {
  const x = context.value(0);
  const image = asImage(context.builder, x);
  const made = context.builder.apply(
    { type: "maxPool", kernel: spatialSize(image.shape), strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1] },
    [image],
    context.node.output![0]!,
  );
  return context.builder.reshape(made, [...x.shape.slice(0, 2), ...x.shape.slice(2).map(() => 1)]);
}

function globalAveragePool(context: ImportContext): Value {
  const x = context.value(0);
  const axes = x.shape.slice(2).map((_, axis) => axis + 2);
  return context.emit({ type: "reduce", name: "mean", axes, keepDimensions: true }, [x]);
}

export const poolingOperators: OperatorTable = {
  MaxPool: maxPool,
  AveragePool: averagePool,
  GlobalMaxPool: globalMaxPool,
  GlobalAveragePool: globalAveragePool,
};
