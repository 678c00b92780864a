import { checkedShape, fixedSize } from "./shape.js";

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

/** @throws RangeError for a shape that no tensor can have. */
export function filled(shape: readonly number[], value: number): Tensor {
  checkedShape(shape);
  return { shape, data: new Float32Array(fixedSize(shape)).fill(value) };
}

/** The tensor with its axes in another order: axis i of the result is axis `permutation[i]`. */
export function transposeTensor({ shape, data }: Tensor, permutation: readonly number[]): Tensor {
  const sizes = permutation.map((axis) => shape[axis]!);
  const steps = permutation.map((axis) => fixedSize(shape.slice(axis + 1)));
  const turned = new Float32Array(data.length);
  const index = new Array<number>(sizes.length).fill(0);
  let from = 0;
  for (let to = 0; to < turned.length; to += 1) {
    turned[to] = data[from]!;
    for (let axis = sizes.length - 1; axis >= 0; axis -= 1) {
      index[axis]! += 1;
      from += steps[axis]!;
      if (index[axis]! < sizes[axis]!) break;
      from -= sizes[axis]! * steps[axis]!;
      index[axis] = 0;
    }
  }
  return { shape: sizes, data: turned };
}
