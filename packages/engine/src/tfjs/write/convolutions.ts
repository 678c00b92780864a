import type { OperationOf, Pads, Pair } from "@gipfel/network";
import type { Stored } from "../program.js";
import { convolve } from "./convolve.js";
import type { OperationWriter } from "./operation-writer.js";
import { interleave, type Phase, type PhaseImage, phaseSize, phasesOf } from "./phases.js";
import type { ProgramWriter } from "./program-writer.js";
import { channelsLast, type View } from "./view.js";

export const writeConvolution: OperationWriter<OperationOf<"convolution">> = (writer, operation, { inputs }) => {
  const x = writer.arrange(writer.view(inputs[0]!), channelsLast);
  const filter = writer.arrange(writer.view(inputs[1]!), [2, 3, 1, 0]);
  const bias = inputs[2] === undefined ? undefined : writer.plain(writer.view(inputs[2]));
  return { stored: convolve(writer, x, filter, operation, bias), order: channelsLast };
};

/**
 * As forward convolutions with the kernel turned around, which all backends do fast: one for each phase of the strides,
 * with the rows and columns of the kernel that reach it, so that no zeros are multiplied.
 */
export const writeTransposedConvolution: OperationWriter<OperationOf<"transposedConvolution">> = (
  writer,
  operation,
  { inputs },
) => {
  const { strides, pads, dilations, groups, size } = operation;
  const g = writer.arrange(writer.view(inputs[0]!), channelsLast);
  const turned = turnedFilter(writer, writer.view(inputs[1]!), groups);
  const along = (axis: 0 | 1) => phasesOf(turned.shape[axis]!, strides[axis], dilations[axis], pads[axis]);
  const output: Pair = [phaseSize(size[0], strides[0]), phaseSize(size[1], strides[1])];
  const images = along(0).flatMap((rows) =>
    along(1).map((columns): PhaseImage => {
      const image = phaseImage(writer, g, turned, [rows, columns], groups, output);
      return { row: rows.phase, column: columns.phase, image };
    }),
  );
  return { stored: interleave(writer, images, strides, size), order: channelsLast };
};

/** The kernel `[O, I/groups, kh, kw]` as `[kh, kw, O/groups, I]` with rows and columns backwards. */
function turnedFilter(writer: ProgramWriter, kernel: View, groups: number): Stored {
  const stored = writer.arrange(kernel, [2, 3, 0, 1]);
  const [height, width, outputs, inputs] = stored.shape as [number, number, number, number];
  const backwards =
    height * width === 1 ? stored : writer.emit("Reverse", { x: stored }, { dims: [0, 1] }, stored.shape);
  if (groups === 1) return backwards;
  const shape = [height * width, groups, outputs / groups, inputs];
  const grouped = { stored: writer.reshape(backwards, shape), order: [0, 1, 2, 3] };
  return writer.reshape(writer.arrange(grouped, [0, 2, 1, 3]), [height, width, outputs / groups, groups * inputs]);
}

/** `output` pixels of one phase; what the windows do not reach is zero. */
function phaseImage(
  writer: ProgramWriter,
  g: Stored,
  turned: Stored,
  phases: readonly [Phase, Phase],
  groups: number,
  output: Pair,
): Stored {
  const begin = phases.map(({ tap, step, count }, axis) => turned.shape[axis]! - 1 - tap - (count - 1) * step);
  const counts = phases.map(({ count }) => count);
  const channels = turned.shape.slice(2);
  const steps = [...phases.map(({ count, step }) => (count === 1 ? 1 : step)), 1, 1];
  const filter = writer.cut(turned, [...begin, 0, 0], [...counts, ...channels], steps);
  const before = phases.map(({ first, count, spacing }) => (count - 1) * spacing - first);
  const after = phases.map(
    ({ count, spacing }, axis) => output[axis]! - g.shape[axis + 1]! - before[axis]! + (count - 1) * spacing,
  );
  const [top, left, bottom, right] = [...before, ...after] as [number, number, number, number];
  const cropped = cropImage(writer, g, [top, left, bottom, right]);
  const pads: Pads = [Math.max(0, top), Math.max(0, left), Math.max(0, bottom), Math.max(0, right)];
  const dilations: Pair = [phases[0].spacing, phases[1].spacing];
  return convolve(writer, cropped, filter, { strides: [1, 1], pads, dilations, groups });
}

/** The image without the rows and columns that a negative padding takes away. */
function cropImage(writer: ProgramWriter, image: Stored, pads: Pads): Stored {
  const [images, height, width, channels] = image.shape as [number, number, number, number];
  const [top, left, bottom, right] = pads.map((rows) => Math.max(0, -rows)) as [number, number, number, number];
  return writer.cut(image, [0, top, left, 0], [images, height - top - bottom, width - left - right, channels]);
}
