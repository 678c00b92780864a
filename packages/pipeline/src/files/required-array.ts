import { GipfelError } from "@gipfel/contracts";
import type { NpyArray } from "@gipfel/dataset";

/**
 * An array of a result file, as numbers.
 *
 * @param shape what it must have; null for a size that may be any
 * @throws GipfelError GRAPH_INVALID where it is missing or of another shape
 */
export function requiredArray(
  arrays: ReadonlyMap<string, NpyArray>,
  name: string,
  shape: readonly (number | null)[],
  subject: string,
): Float64Array {
  const found = arrays.get(name);
  const fits = found?.shape.length === shape.length && shape.every((size, d) => size === null || size === found.shape[d]);
  if (found && fits) return Float64Array.from(found.data, Number);
  const expected = shape.map((size) => size ?? "any").join(", ");
  const arrived = found ? `shape [${found.shape.join(", ")}]` : "nothing";
  throw new GipfelError("GRAPH_INVALID", `${subject}: ${name}: expected shape [${expected}], got ${arrived}`);
}
