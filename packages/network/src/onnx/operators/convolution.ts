import type { Value } from "../../builder.js";
import { type AxisWindow, unitAxis, windowAlong } from "../../lower/axis-window.js";
import { asImage, imageForm } from "../../lower/spatial-axes.js";
import { plainConvolution, type TransposedAxis } from "../../lower/transposed-convolution.js";
import { type VolumeWindow, volumeConvolution } from "../../lower/volume.js";
import { describeShape, fixedDimension } from "../../shape.js";
import { type Tensor, tensor } from "../../tensor.js";
import { unsupported } from "../attributes.js";
import type { ImportContext, OperatorTable } from "../import-context.js";
import { axisWindows } from "./window-attributes.js";

/** The constant kernel, with as many spatial axes as x and the stated window. */
function kernelOf(context: ImportContext, x: Value): Tensor {
  const kernel = context.constant(1);
  if (!kernel) throw unsupported(context.node, "its kernel must be a constant");
  if (kernel.shape.length !== x.shape.length) {
    throw unsupported(
      context.node,
      `its kernel is ${describeShape(kernel.shape)} for an input ${describeShape(x.shape)}`,
    );
  }
  const stated = context.attributes.integers("kernel_shape");
  if (stated && stated.join() !== kernel.shape.slice(2).join()) {
    throw unsupported(context.node, `its kernel_shape is [${stated}], but its kernel is [${kernel.shape}]`);
  }
  return kernel;
}

interface Convolved {
  readonly x: Value;
  /** As a value where it is one already. */
  readonly kernel: Tensor;
  readonly named?: Value;
  readonly window: readonly AxisWindow[];
}

/** A convolution over one to three axes; the tensor of the file's name is the image. */
function convolve(context: ImportContext, { x, kernel, named, window }: Convolved): Value {
  const { builder } = context;
  const groups = context.attributes.integer("group", 1);
  const bias = context.hasInput(2) ? context.value(2) : undefined;
  const name = context.node.output![0]!;
  const [n, outputs] = [x.shape[0]!, kernel.shape[0]!];
  if (window.length === 3) {
    const made = volumeConvolution(builder, x, kernel, window as unknown as VolumeWindow, groups, { bias, name });
    return builder.reshape(made.image, [n, outputs, ...made.size]);
  }
  const [rows, columns] = window.length === 1 ? [unitAxis, window[0]!] : [window[0]!, window[1]!];
  const { strides, pads, dilations } = windowAlong(rows, columns);
  const weights =
    named && window.length === 2 ? named : builder.constant(tensor(imageForm(kernel.shape) as number[], kernel.data));
  const image = builder.apply(
    { type: "convolution", strides, pads, dilations, groups },
    [asImage(builder, x), weights, ...(bias ? [bias] : [])],
    name,
  );
  return window.length === 2 ? image : builder.reshape(image, [n, outputs, fixedDimension(image.shape, 3)]);
}

function convolution(context: ImportContext): Value {
  const x = context.value(0);
  const kernel = kernelOf(context, x);
  const window = axisWindows(context, x, kernel.shape.slice(2));
  return convolve(context, { x, kernel, named: context.value(1), window });
}

/** Kernel `[I, O / groups, …]`; output_shape wins over pads, auto_pad over both. */
function convTranspose(context: ImportContext): Value {
  const x = context.value(0);
  const kernel = kernelOf(context, x);
  const groups = context.attributes.integer("group", 1);
  if (kernel.shape[0] !== fixedDimension(x.shape, 1)) {
    throw unsupported(context.node, `${x.shape[1]} channels for a kernel ${describeShape(kernel.shape)}`);
  }
  const axes = axisWindows(context, x, kernel.shape.slice(2)).map((window, i) => transposedAxis(context, x, window, i));
  return convolve(context, plainConvolution(context.builder, x, kernel, axes, groups));
}

function transposedAxis(context: ImportContext, x: Value, window: AxisWindow, axis: number): TransposedAxis {
  const { attributes, node } = context;
  const { kernel, stride, dilation } = window;
  const extra = attributes.integers("output_padding")?.[axis] ?? 0;
  const from = fixedDimension(x.shape, axis + 2);
  const whole = stride * (from - 1) + extra + dilation * (kernel - 1) + 1;
  const mode = attributes.text("auto_pad", "NOTSET");
  const isSame = mode === "SAME_UPPER" || mode === "SAME_LOWER";
  const stated = attributes.integers("output_shape");
  const wanted = stated?.slice(-(x.shape.length - 2))[axis] ?? (isSame ? from * stride : undefined);
  if (wanted === undefined) {
    const pads = attributes.integers("pads");
    const [before, after] = mode === "VALID" || !pads ? [0, 0] : [pads[axis]!, pads[axis + pads.length / 2]!];
    return { kernel, stride, dilation, pad: before, size: whole - before - after };
  }
  const total = whole - wanted;
  if (total < 0) throw unsupported(node, `an output of ${wanted} does not fit its input`);
  const [small, large] = [Math.floor(total / 2), Math.ceil(total / 2)];
  return { kernel, stride, dilation, pad: mode === "SAME_UPPER" ? small : large, size: wanted };
}

export const convolutionOperators: OperatorTable = { Conv: convolution, ConvTranspose: convTranspose };
