import type { NetworkBuilder } from "../../builder.js";
import type { Pair } from "../../operation.js";
import { spatialSize } from "../../shapes/window.js";
import { asImage, type DataFormat, shapeOf, type TensorView, viewOfImage } from "../tensor-view.js";
import { type Padding, padsOf } from "./window.js";

export interface PoolingOptions {
  readonly kernel: Pair;
  readonly strides: Pair;
  readonly padding: Padding;
  readonly format: DataFormat;
}

/** Padding never wins a maximum and does not count in a mean. */
export function pool(
  builder: NetworkBuilder,
  name: "max" | "average",
  x: TensorView,
  { kernel, strides, padding, format }: PoolingOptions,
): TensorView {
  const image = asImage(builder, x, format);
  const dilations: Pair = [1, 1];
  const pads = padsOf({ padding, strides, dilations }, spatialSize(image.shape), kernel);
  const window = { kernel, strides, pads, dilations };
  const value =
    name === "max"
      ? builder.apply({ type: "maxPool", ...window }, [image])
      : builder.apply({ type: "averagePool", ...window, countPadding: false }, [image]);
  return viewOfImage(value, format);
}

/** @param axes TensorFlow's axes, from the front. */
export function reduce(
  builder: NetworkBuilder,
  name: "mean" | "sum" | "max",
  x: TensorView,
  axes: readonly number[],
  keepDimensions: boolean,
): TensorView {
  const reduced = new Set(axes);
  if (axes.some((axis) => x.axes[axis] === 0)) throw new RangeError("it reduces over the images of the batch");
  const kept = axes.flatMap((axis) => x.axes[axis] ?? []).sort((a, b) => a - b);
  const survivors = x.value.shape.map((_, axis) => axis).filter((axis) => !kept.includes(axis));
  const value =
    name === "max"
      ? globalMaximum(builder, x, kept, keepDimensions)
      : builder.reduce(name, x.value, kept, keepDimensions);
  const axisNow = (axis: number | null) => (axis === null || keepDimensions ? axis : survivors.indexOf(axis));
  const view = x.axes.flatMap((axis, i) => (reduced.has(i) ? (keepDimensions ? [axis] : []) : [axisNow(axis)]));
  return { value, axes: view };
}

/** A max pool over all positions: maxima are routed by windows. */
function globalMaximum(builder: NetworkBuilder, x: TensorView, axes: readonly number[], keepDimensions: boolean) {
  if (axes.length === 0) return x.value;
  if (x.value.shape.length !== 4 || axes.join() !== "2,3") {
    throw new RangeError(`only the maximum over height and width is supported, its input is [${shapeOf(x)}]`);
  }
  const pooled = builder.apply(
    { type: "maxPool", kernel: spatialSize(x.value.shape), strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1] },
    [x.value],
  );
  return keepDimensions ? pooled : builder.reshape(pooled, pooled.shape.slice(0, 2));
}
