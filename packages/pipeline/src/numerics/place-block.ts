import type { BlockPlacement } from "@gipfel/attribution";

/**
 * Adds a block of pair values to a pair matrix.
 *
 * @param matrix `[C_source, C_target]`, float64, row-major.
 * @param columns C_target.
 * @param values `[groups, I, O]`, or `[C]` for a diagonal.
 * @param factor multiplies the values.
 */
export function placeBlock(
  matrix: Float64Array,
  columns: number,
  placement: BlockPlacement,
  values: Float32Array,
  factor = 1,
): void {
  if (placement.kind === "diagonal") {
    placement.rows.forEach((row, o) => {
      const column = placement.columns[o]!;
      if (row >= 0 && column >= 0) matrix[row * columns + column]! += factor * values[o]!;
    });
    return;
  }
  const { groups, rows, columns: targets } = placement;
  const inputs = rows.length / groups;
  const outputs = targets.length / groups;
  for (let i = 0; i < rows.length; i += 1) {
    const row = rows[i]!;
    if (row < 0) continue;
    const group = Math.floor(i / inputs);
    for (let o = 0; o < outputs; o += 1) {
      const column = targets[group * outputs + o]!;
      if (column >= 0) matrix[row * columns + column]! += factor * values[i * outputs + o]!;
    }
  }
}
