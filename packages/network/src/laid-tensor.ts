import type { Value } from "./builder.js";
import type { Shape } from "./shape.js";

/** A tensor of a network whose axes lie in another order, or without some axes of one, in the value that holds it. */
export interface LaidTensor {
  readonly value: Value;
  /** The axis of the value behind each axis of the tensor; null for an axis of one that the value lacks. */
  readonly axes: readonly (number | null)[];
  /** Of the tensor. */
  readonly shape: Shape;
  /** The tensor's name, where the value is another's: what it is called where it is written out. */
  readonly name?: string;
}

export function identityView(value: Value, shape: Shape): LaidTensor {
  return { value, axes: shape.map((_, axis) => axis), shape };
}

export function isIdentity({ value, axes }: LaidTensor): boolean {
  return value.shape.length === axes.length && axes.every((own, axis) => own === axis);
}

export function transposedLaid(
  { value, axes, shape }: LaidTensor,
  permutation: readonly number[],
  name: string,
): LaidTensor {
  return {
    value,
    axes: permutation.map((axis) => axes[axis]!),
    shape: permutation.map((axis) => shape[axis]!),
    name,
  };
}
