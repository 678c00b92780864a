import type { Value } from "../../builder.js";
import { type Coordinates, type Interpolation, interpolationMatrix, type Rounding } from "../../lower/interpolation.js";
import { fixedDimension } from "../../shape.js";
import { unsupported } from "../attributes.js";
import type { ImportContext, OperatorTable } from "../import-context.js";

const coordinateModes: readonly Coordinates[] = [
  "half_pixel",
  "half_pixel_symmetric",
  "pytorch_half_pixel",
  "align_corners",
  "asymmetric",
  "tf_half_pixel_for_nn",
];
const roundings: readonly Rounding[] = ["round_prefer_floor", "round_prefer_ceil", "floor", "ceil"];
const modes = { nearest: "nearest", linear: "linear", bilinear: "linear", cubic: "cubic" } as const;

interface AxisScale {
  readonly axis: number;
  readonly scale: number;
  readonly outputs: number;
}

/** One axis after the other; axes that keep their size are left out. */
function resized(context: ImportContext, interpolation: Interpolation, scales: readonly AxisScale[]): Value {
  const x = context.value(0);
  const resizing = scales.filter(({ axis, outputs, scale }) => outputs !== x.shape[axis] || scale !== 1);
  const matrixOf = ({ axis, outputs, scale }: AxisScale) =>
    context.builder.constant(interpolationMatrix(fixedDimension(x.shape, axis), outputs, scale, interpolation));
  const last = resizing.at(-1);
  if (!last) return x;
  const before = resizing
    .slice(0, -1)
    .reduce(
      (value, scale) => context.builder.apply({ type: "resample", axis: scale.axis }, [value, matrixOf(scale)]),
      x,
    );
  return context.emit({ type: "resample", axis: last.axis }, [before, matrixOf(last)]);
}

/** Resize from opset 10 on: x, roi (from 11), scales, sizes. */
function resize(context: ImportContext): Value {
  const { attributes } = context;
  const early = context.opset < 11;
  if (attributes.integer("antialias", 0) !== 0) throw unsupported(context.node, "antialias is not supported");
  const coordinates = attributes.text("coordinate_transformation_mode", early ? "asymmetric" : "half_pixel");
  const interpolation: Interpolation = {
    mode: modeOf(context),
    coordinates: oneOf(context, coordinates, coordinateModes),
    rounding: oneOf(context, attributes.text("nearest_mode", early ? "floor" : "round_prefer_floor"), roundings),
    cubic: attributes.float("cubic_coeff_a", -0.75),
    excludeOutside: attributes.integer("exclude_outside", 0) !== 0,
  };
  return resized(context, interpolation, early ? fromScales(context, 1) : scalesOf(context));
}

function scalesOf(context: ImportContext): AxisScale[] {
  const sizes = context.integers(3);
  if (!sizes || sizes.length === 0) return fromScales(context, 2);
  const x = context.value(0);
  const policy = context.attributes.text("keep_aspect_ratio_policy", "stretch");
  if (policy !== "stretch") throw unsupported(context.node, `keep_aspect_ratio_policy ${policy} is not supported`);
  return axesOf(context, sizes.length).flatMap((axis, i) => {
    if (axis === 0) return keepsBatch(context, sizes[i] === context.batch);
    return [{ axis, outputs: sizes[i]!, scale: sizes[i]! / fixedDimension(x.shape, axis) }];
  });
}

function fromScales(context: ImportContext, input: number): AxisScale[] {
  const listed = context.attributes.floats("scales") ?? Array.from(context.constant(input)?.data ?? []);
  if (listed.length === 0) throw unsupported(context.node, "its scales or sizes must be constants");
  const x = context.value(0);
  return axesOf(context, listed.length).flatMap((axis, i) => {
    const scale = listed[i]!;
    if (axis === 0) return keepsBatch(context, scale === 1);
    return [{ axis, scale, outputs: Math.floor(fixedDimension(x.shape, axis) * scale) }];
  });
}

function axesOf(context: ImportContext, count: number): number[] {
  const x = context.value(0);
  const axes = context.attributes.integers("axes")?.map((axis) => context.axis(x, axis)) ?? x.shape.map((_, i) => i);
  if (axes.length !== count) throw unsupported(context.node, `it has ${count} sizes for ${axes.length} axes`);
  return axes;
}

function keepsBatch(context: ImportContext, kept: boolean): [] {
  if (!kept) throw unsupported(context.node, "it resizes the batch");
  return [];
}

function modeOf(context: ImportContext): Interpolation["mode"] {
  const mode = context.attributes.text("mode", "nearest");
  return modes[oneOf(context, mode, Object.keys(modes) as (keyof typeof modes)[])];
}

function oneOf<T extends string>(context: ImportContext, value: string, known: readonly T[]): T {
  const found = known.find((one) => one === value);
  if (found === undefined) throw unsupported(context.node, `${value} is not supported, only ${known.join(", ")}`);
  return found;
}

/** Upsample until opset 9: corners, as Resize at opset 10. */
function upsample(context: ImportContext): Value {
  const interpolation = {
    mode: modeOf(context),
    coordinates: "asymmetric",
    rounding: "floor",
    cubic: -0.75,
    excludeOutside: false,
  } as const;
  return resized(context, interpolation, fromScales(context, 1));
}

export const resizeOperators: OperatorTable = { Resize: resize, Upsample: upsample };
