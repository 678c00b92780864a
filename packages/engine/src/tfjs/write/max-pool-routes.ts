/**
 * Values at the maxima of windows, and back. The kernels that would give positions are missing or slow, so one position
 * of the window is taken after the other:
 *
 *     equal_t = 1 where x at position t is the maximum of its window, else 0
 *     taken_t = equal_t · Π_{s<t} (1 − equal_s)                     the first of equal maxima
 *     route(v) = Σ_t taken_t · v at position t,    unroute(g) = its adjoint
 *
 * The difference x − maximum is exactly zero or, however small, below −1 once it is multiplied by 1e38 twice: clipped
 * to [−1, 0] and raised by one it is the mask, at a twentieth of the price of the kernel that compares.
 */
import type { OperationOf, Window } from "@gipfel/network";
import type { Stored } from "../program.js";
import { align } from "./align.js";
import type { OperationWriter } from "./operation-writer.js";
import { interleave, phaseSize } from "./phases.js";
import { maximum } from "./pools.js";
import type { ProgramWriter } from "./program-writer.js";
import { channelsLast } from "./view.js";
import { padImage, tapsOf } from "./windows.js";

const huge = 1e38;

export const writeMaxPoolRoute: OperationWriter<OperationOf<"maxPoolRoute">> = (writer, window, { inputs }) => {
  const { operands } = align(
    writer,
    inputs.map((name) => ({ stored: writer.arrange(writer.view(name), channelsLast), order: channelsLast })),
  );
  const [x, v] = operands as [Stored, Stored];
  const values = tapsOf(writer, padImage(writer, v, window.pads, 0), window);
  const parts = takenOf(writer, x, window).map((taken, tap) => multiply(writer, taken, values[tap]!));
  return { stored: parts.reduce((a, b) => add(writer, a, b)), order: channelsLast };
};

/** Position t of window q is pixel q·stride + t·dilation − pad: its phase, and so many windows further on. */
export const writeMaxPoolUnroute: OperationWriter<OperationOf<"maxPoolUnroute">> = (writer, window, { inputs }) => {
  const [x, g] = inputs.map((name) => writer.arrange(writer.view(name), channelsLast)) as [Stored, Stored];
  const { strides } = window;
  const size = [x.shape[1]!, x.shape[2]!] as const;
  const phases = new Map<string, { row: number; column: number; image: Stored }>();
  for (const [tap, taken] of takenOf(writer, x, window).entries()) {
    const rows = landing(window, 0, Math.floor(tap / window.kernel[1]));
    const columns = landing(window, 1, tap % window.kernel[1]);
    const part = shift(
      writer,
      multiply(writer, taken, g),
      [rows.windows, columns.windows],
      [phaseSize(size[0], strides[0]), phaseSize(size[1], strides[1])],
    );
    const key = `${rows.phase} ${columns.phase}`;
    const known = phases.get(key);
    const image = known ? add(writer, known.image, part) : part;
    phases.set(key, { row: rows.phase, column: columns.phase, image });
  }
  return { stored: interleave(writer, [...phases.values()], strides, size), order: channelsLast };
};

/** For each position in the window the mask `[N, H', W', C]` of windows whose first maximum is there. */
function takenOf(writer: ProgramWriter, image: Stored, window: Window): Stored[] {
  const x = padImage(writer, image, window.pads, Number.NEGATIVE_INFINITY);
  const largest = maximum(writer, x, window);
  const { shape } = largest;
  const number = (value: number) => writer.fill([1, 1, 1, 1], value);
  let free: Stored | undefined;
  return tapsOf(writer, x, window).map((tap) => {
    const below = writer.emit("Sub", { a: tap, b: largest }, {}, shape);
    const far = multiply(writer, multiply(writer, below, number(huge)), number(huge));
    const clipped = writer.emit("ClipByValue", { x: far }, { clipValueMin: -1, clipValueMax: 0 }, shape);
    const equal = add(writer, clipped, number(1));
    const taken = free ? multiply(writer, equal, free) : equal;
    free = writer.emit("Sub", { a: free ?? number(1), b: taken }, {}, shape);
    return taken;
  });
}

function landing({ strides, dilations, pads }: Window, axis: 0 | 1, tap: number): { phase: number; windows: number } {
  const pixel = tap * dilations[axis] - pads[axis];
  const windows = Math.floor(pixel / strides[axis]);
  return { phase: pixel - windows * strides[axis], windows };
}

/** The image moved by whole windows into one of `size`; what leaves it belonged to the padding. */
function shift(
  writer: ProgramWriter,
  x: Stored,
  by: readonly [number, number],
  size: readonly [number, number],
): Stored {
  const [images, height, width, channels] = x.shape as [number, number, number, number];
  const extent = [height, width] as const;
  const along = ([0, 1] as const).map((axis) => {
    const first = Math.max(0, -by[axis]);
    const end = Math.min(extent[axis], size[axis] - by[axis]);
    const count = Math.max(0, end - first);
    const before = Math.min(size[axis], Math.max(0, by[axis]));
    return { first, count, before, after: size[axis] - before - count };
  });
  const [rows, columns] = along as [(typeof along)[number], (typeof along)[number]];
  const inside = writer.cut(x, [0, rows.first, columns.first, 0], [images, rows.count, columns.count, channels]);
  return writer.pad(inside, [0, rows.before, columns.before, 0], [0, rows.after, columns.after, 0]);
}

function multiply(writer: ProgramWriter, a: Stored, b: Stored): Stored {
  return writer.emit(
    "Multiply",
    { a, b },
    {},
    a.shape.map((size, p) => Math.max(size, b.shape[p]!)),
  );
}

function add(writer: ProgramWriter, a: Stored, b: Stored): Stored {
  return writer.emit(
    "Add",
    { a, b },
    {},
    a.shape.map((size, p) => Math.max(size, b.shape[p]!)),
  );
}
