import type { Window } from "../operation.js";

/** A window that slides along one axis. */
export interface AxisWindow {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  /** Padding at the start and at the end. */
  readonly before: number;
  readonly after: number;
  /** The part of `after` that only ceil mode asks for. */
  readonly ceilExtra: number;
}

export const unitAxis: AxisWindow = { kernel: 1, stride: 1, dilation: 1, before: 0, after: 0, ceilExtra: 0 };

/** The window over height and width. */
export function windowAlong(rows: AxisWindow, columns: AxisWindow): Window {
  return {
    kernel: [rows.kernel, columns.kernel],
    strides: [rows.stride, columns.stride],
    pads: [rows.before, columns.before, rows.after, columns.after],
    dilations: [rows.dilation, columns.dilation],
  };
}
