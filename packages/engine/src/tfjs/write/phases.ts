import type { Pair } from "@gipfel/network";
import type { Stored } from "../program.js";
import type { ProgramWriter } from "./program-writer.js";

/**
 * Along one axis, which windows reach the pixels p ≡ `phase` (mod stride), and through which positions of the window:
 * pixel u·stride + phase meets window u + first − j·spacing through position `tap` + j·`step`, for j < `count`.
 */
export interface Phase {
  readonly phase: number;
  readonly tap: number;
  readonly step: number;
  readonly count: number;
  readonly first: number;
  readonly spacing: number;
}

/**
 * The adjoint of a strided window taken apart: each phase of the image is an ordinary window over what comes back.
 * Phases that no window reaches are left out.
 *
 * @param pad rows before the image.
 */
export function phasesOf(kernel: number, stride: number, dilation: number, pad: number): Phase[] {
  const common = greatestCommonDivisor(stride, dilation);
  const [step, spacing] = [stride / common, dilation / common];
  const phases: Phase[] = [];
  for (let phase = 0; phase < stride; phase += 1) {
    const reaching = Array.from({ length: kernel }, (_, tap) => tap).filter(
      (tap) => (phase + pad - tap * dilation) % stride === 0,
    );
    const tap = reaching[0];
    if (tap === undefined) continue;
    phases.push({ phase, tap, step, count: reaching.length, first: (phase + pad - tap * dilation) / stride, spacing });
  }
  return phases;
}

export interface PhaseImage {
  readonly row: number;
  readonly column: number;
  /** `[N, ⌈H/stride⌉, ⌈W/stride⌉, C]`: every stride-th pixel of the image, from `[row, column]` on. */
  readonly image: Stored;
}

/** The image `[N, ...size, C]` that the phases make; zero where there is none. */
export function interleave(writer: ProgramWriter, phases: readonly PhaseImage[], strides: Pair, size: Pair): Stored {
  const spread = phases.map(({ row, column, image }) => {
    const [images, height, width, channels] = image.shape as [number, number, number, number];
    const apart = writer.reshape(image, [images, height, 1, width, 1, channels]);
    const before = [0, 0, row, 0, column, 0];
    const after = [0, 0, strides[0] - 1 - row, 0, strides[1] - 1 - column, 0];
    const shape = [images, height * strides[0], width * strides[1], channels];
    return writer.reshape(writer.pad(apart, before, after), shape);
  });
  const whole = spread.reduce((a, b) => writer.emit("Add", { a, b }, {}, a.shape));
  return writer.cut(whole, [0, 0, 0, 0], [whole.shape[0]!, ...size, whole.shape[3]!]);
}

/** Windows along one axis of the phases of an image of `size` pixels. */
export function phaseSize(size: number, stride: number): number {
  return Math.ceil(size / stride);
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
