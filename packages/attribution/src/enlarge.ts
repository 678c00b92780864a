import { fixedDimension, type NetworkBuilder, type Tensor, tensor, type Value } from "@gipfel/network";

export type Interpolation = "bilinear" | "nearest";

/**
 * `[N, C, h, w]` enlarged to `[N, C, height, width]`, pixels as areas (PyTorch's `align_corners=False`): R · x · Cᵀ with
 * one interpolation matrix for rows and one for columns.
 */
export function enlarge(
  builder: NetworkBuilder,
  x: Value,
  [height, width]: readonly [number, number],
  interpolation: Interpolation,
): Value {
  const weightsOf = interpolation === "nearest" ? nearestWeights : bilinearWeights;
  const rows = builder.constant(weightsOf(fixedDimension(x.shape, 2), height));
  const columns = builder.constant(weightsOf(fixedDimension(x.shape, 3), width));
  return builder.matMul(builder.matMul(rows, x), columns, { b: true });
}

/** `[to, from]`: the weights of the `from` values in each of the `to` interpolated ones. */
function bilinearWeights(from: number, to: number): Tensor {
  const weights = new Float32Array(to * from);
  for (let t = 0; t < to; t += 1) {
    const at = Math.min(Math.max(((t + 0.5) * from) / to - 0.5, 0), from - 1);
    const left = Math.floor(at);
    const right = Math.min(left + 1, from - 1);
    weights[t * from + left]! += 1 - (at - left);
    weights[t * from + right]! += at - left;
  }
  return tensor([to, from], weights);
}

function nearestWeights(from: number, to: number): Tensor {
  const weights = new Float32Array(to * from);
  for (let t = 0; t < to; t += 1) weights[t * from + Math.floor((t * from) / to)] = 1;
  return tensor([to, from], weights);
}
