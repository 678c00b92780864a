/** The outputs of a file as they are told to whoever must choose one. */
import type { Value } from "./builder.js";
import { describeShape, fixedSize, isBatched } from "./shape.js";

export interface ModelOutput {
  readonly name: string;
  /** `[N, 10]`; null for one that hangs on no image. */
  readonly shape: string | null;
  /** Scalar outputs of one image; null where there are not one number per class. */
  readonly classes: number | null;
}

export function describeOutputs(
  outputs: readonly { readonly name: string; readonly value: Value | undefined }[],
): ModelOutput[] {
  return outputs.map(({ name, value }) => {
    if (!value || !isBatched(value.shape)) return { name, shape: null, classes: null };
    const isClassShaped = value.shape.slice(2).every((size) => size === 1);
    return { name, shape: describeShape(value.shape), classes: isClassShaped ? fixedSize(value.shape) : null };
  });
}
