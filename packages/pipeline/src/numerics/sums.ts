/** Adds `values` to `into`, element by element, in float64. */
export function addInto(into: Float64Array, values: ArrayLike<number>, factor = 1): void {
  for (let i = 0; i < into.length; i += 1) into[i]! += factor * values[i]!;
}

/** `values` over `divisor`, as float32. */
export function divided(values: Float64Array, divisor: number): Float32Array {
  const quotients = new Float32Array(values.length);
  for (let i = 0; i < values.length; i += 1) quotients[i] = values[i]! / divisor;
  return quotients;
}

/** Named float64 sums, made of zeros when first asked for. */
export class Sums {
  readonly #arrays = new Map<string, Float64Array>();

  at(name: string, length: number): Float64Array {
    const known = this.#arrays.get(name);
    if (known) return known;
    const made = new Float64Array(length);
    this.#arrays.set(name, made);
    return made;
  }

  add(name: string, values: ArrayLike<number>, factor = 1): void {
    addInto(this.at(name, values.length), values, factor);
  }

  entries(): IterableIterator<[string, Float64Array]> {
    return this.#arrays.entries();
  }
}

/** float32 values; those that are already stay. */
export function asFloat32(values: Float32Array | Float64Array): Float32Array {
  return values instanceof Float32Array ? values : new Float32Array(values);
}

/** Upper triangle with diagonal of a symmetric `[n, n]` matrix, row by row. */
export function packSymmetric(matrix: ArrayLike<number>, n: number): Float32Array {
  const packed = new Float32Array((n * (n + 1)) / 2);
  let at = 0;
  for (let i = 0; i < n; i += 1) {
    for (let j = i; j < n; j += 1) {
      packed[at] = matrix[i * n + j]!;
      at += 1;
    }
  }
  return packed;
}

/** The whole matrix from its upper triangle. */
export function unpackSymmetric(packed: ArrayLike<number>, n: number): Float64Array {
  const matrix = new Float64Array(n * n);
  let at = 0;
  for (let i = 0; i < n; i += 1) {
    for (let j = i; j < n; j += 1) {
      matrix[i * n + j] = packed[at]!;
      matrix[j * n + i] = packed[at]!;
      at += 1;
    }
  }
  return matrix;
}
