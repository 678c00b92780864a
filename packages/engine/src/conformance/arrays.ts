import type { RunTensor } from "../engine.js";

export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, dimension) => product * dimension, 1);
}

/** Reproducible numbers between −1 and 1 (mulberry32). */
export function random(shape: readonly number[], seed: number): RunTensor {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 31 - 1;
  };
  return { shape, data: Float32Array.from({ length: sizeOf(shape) }, next) };
}

/** Integers from a small range, so that equal numbers are frequent. */
export function withTies(shape: readonly number[], seed: number): RunTensor {
  return { shape, data: random(shape, seed).data.map((value) => Math.round(2 * value)) };
}

/** A tensor whose element at each index is what `f` says. */
export function tabulate(shape: readonly number[], f: (index: readonly number[]) => number): RunTensor {
  const data = Float32Array.from({ length: sizeOf(shape) }, (_, flat) => f(unravel(flat, shape)));
  return { shape, data };
}

/** The element at an index; along an axis of size 1 every index is the same one, and missing leading axes are none. */
export function at({ shape, data }: RunTensor, index: readonly number[]): number {
  const own = index.slice(index.length - shape.length);
  return data[shape.reduce((flat, size, axis) => flat * size + (size === 1 ? 0 : own[axis]!), 0)]!;
}

export function unravel(flat: number, shape: readonly number[]): number[] {
  const index = new Array<number>(shape.length);
  let rest = flat;
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    index[axis] = rest % shape[axis]!;
    rest = Math.floor(rest / shape[axis]!);
  }
  return index;
}

/** ⟨a, b⟩ in float64. */
export function innerProduct(a: RunTensor, b: RunTensor): number {
  return a.data.reduce((sum, value, i) => sum + value * b.data[i]!, 0);
}
