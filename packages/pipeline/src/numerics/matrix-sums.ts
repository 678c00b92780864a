import type { BlockPlacement } from "@gipfel/attribution";
import { placeBlock } from "./place-block.js";
import { addInto } from "./sums.js";

/**
 * Named sums of matrices, in float64. A matrix that only one run contributed to is kept as the engine returned it, which
 * is most of them and saves copying.
 */
export class MatrixSums {
  readonly #first = new Map<string, Float32Array>();
  readonly #sums = new Map<string, Float64Array>();

  get(name: string): Float32Array | Float64Array | undefined {
    return this.#sums.get(name) ?? this.#first.get(name);
  }

  add(name: string, values: Float32Array): void {
    if (this.get(name)) addInto(this.#widened(name, values.length), values);
    else this.#first.set(name, values);
  }

  /** Adds a block where it belongs; see {@link placeBlock}. */
  place(
    name: string,
    size: number,
    columns: number,
    placement: BlockPlacement,
    values: Float32Array,
    factor = 1,
  ): void {
    if (factor === 1 && isWhole(placement, size, columns)) this.add(name, values);
    else placeBlock(this.#widened(name, size), columns, placement, values, factor);
  }

  *entries(): Generator<[string, Float32Array | Float64Array]> {
    yield* this.#first;
    yield* this.#sums;
  }

  #widened(name: string, size: number): Float64Array {
    const known = this.#sums.get(name);
    if (known) return known;
    const first = this.#first.get(name);
    this.#first.delete(name);
    const made = first ? Float64Array.from(first) : new Float64Array(size);
    this.#sums.set(name, made);
    return made;
  }
}

const counts = (indices: Int32Array, length: number) =>
  indices.length === length && indices.every((index, i) => index === i);

/** Whether a block is the matrix itself, row for row and column for column. */
function isWhole({ kind, groups, rows, columns }: BlockPlacement, size: number, width: number): boolean {
  if (kind === "diagonal") return width === 1 && counts(rows, size);
  return groups === 1 && counts(columns, width) && counts(rows, size / width);
}

/** The rows of a `[rows, size]` array, without copying. */
export function splitRows(values: Float32Array, rows: number): Float32Array[] {
  const size = values.length / rows;
  return Array.from({ length: rows }, (_, row) => values.subarray(row * size, (row + 1) * size));
}

/** Adds the column sums of a pair matrix `[C_source, columns]`, or a diagonal itself. */
export function addColumns(into: Float64Array, matrix: ArrayLike<number>, diagonal: boolean): void {
  const width = into.length;
  if (diagonal) {
    addInto(into, matrix);
    return;
  }
  for (let start = 0; start < matrix.length; start += width) {
    for (let j = 0; j < width; j += 1) into[j]! += matrix[start + j]!;
  }
}
