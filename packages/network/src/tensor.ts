import { fixedSize } from "./shape.js";

/** A constant: float32 values in C order. */
export interface Tensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

export function tensor(shape: readonly number[], data: Float32Array | readonly number[]): Tensor {
  const values = data instanceof Float32Array ? data : Float32Array.from(data);
  if (values.length !== fixedSize(shape)) {
    throw new RangeError(`${values.length} values for a tensor of shape [${shape.join(", ")}]`);
  }
  return { shape, data: values };
}

export function scalar(value: number): Tensor {
  return { shape: [], data: Float32Array.of(value) };
}

export function filled(shape: readonly number[], value: number): Tensor {
  return { shape, data: new Float32Array(fixedSize(shape)).fill(value) };
}
