import type { Stored } from "../program.js";

/**
 * A tensor of the network as it lies in memory. Kernels want images as `[N, H, W, C]`, the network says `[N, C, H, W]`:
 * a view remembers the order of the axes, so that nothing is turned before a kernel needs it turned.
 */
export interface View {
  readonly stored: Stored;
  /** `order[p]`: the axis of the network's tensor that lies at axis p of the stored one. */
  readonly order: readonly number[];
}

/** `[N, C, H, W]` stored as `[N, H, W, C]`. */
export const channelsLast: readonly number[] = [0, 2, 3, 1];

export function plainOrder(rank: number): number[] {
  return Array.from({ length: rank }, (_, axis) => axis);
}

export function plainView(stored: Stored): View {
  return { stored, order: plainOrder(stored.shape.length) };
}

/** The shape that the network sees. */
export function shapeOf({ stored, order }: View): number[] {
  const shape = new Array<number>(order.length);
  order.forEach((axis, p) => {
    shape[axis] = stored.shape[p]!;
  });
  return shape;
}

/** Values by axis of the network, put in the order of the stored axes. */
export function inOrder<T>(values: readonly T[], order: readonly number[]): T[] {
  return order.map((axis) => values[axis]!);
}

/** The view with its axes renamed: axis i of the result is axis `permutation[i]`. */
export function transposeView({ stored, order }: View, permutation: readonly number[]): View {
  return { stored, order: order.map((axis) => permutation.indexOf(axis)) };
}

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

export function sameNumbers(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
