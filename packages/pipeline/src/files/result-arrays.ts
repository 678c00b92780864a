import { GipfelError, messageOf } from "@gipfel/contracts";
import { type NpyArray, readNpz } from "@gipfel/dataset";

/** Bytes in memory that the arrays of one file may take. */
const largest = 2 ** 30;

/** The arrays of a result file, which may have come from anywhere: asked for by name and shape. */
export class ResultArrays {
  private constructor(
    private readonly arrays: ReadonlyMap<string, NpyArray>,
    private readonly path: string,
  ) {}

  /** @throws GipfelError GRAPH_INVALID */
  static read(bytes: Uint8Array, path: string): ResultArrays {
    try {
      return new ResultArrays(readNpz(bytes, largest, path), path);
    } catch (cause) {
      throw new GipfelError("GRAPH_INVALID", messageOf(cause), { cause });
    }
  }

  has(name: string): boolean {
    return this.arrays.has(name);
  }

  /**
   * @param shape what it must have; null for a size that may be any
   * @throws GipfelError GRAPH_INVALID where it is missing or of another shape
   */
  get(name: string, shape: readonly (number | null)[]): Float64Array {
    const found = this.arrays.get(name);
    const fits =
      found?.shape.length === shape.length && shape.every((size, d) => size === null || size === found.shape[d]);
    if (found && fits) return Float64Array.from(found.data, Number);
    const expected = shape.map((size) => size ?? "any").join(", ");
    const arrived = found ? `shape [${found.shape.join(", ")}]` : "nothing";
    throw this.invalid(`${name}: expected shape [${expected}], got ${arrived}`);
  }

  invalid(what: string): GipfelError {
    return new GipfelError("GRAPH_INVALID", `${this.path}: ${what}`);
  }
}
