/**
 * Scales rows to unit length, in place; rows of zeros stay.
 *
 * @param rows `[count * size]`
 */
export function unitRows(rows: Float64Array, count: number, size: number): Float64Array {
  for (let k = 0; k < count; k++) {
    let square = 0;
    for (let i = 0; i < size; i++) square += rows[k * size + i] ** 2;
    if (square === 0) continue;
    const scale = 1 / Math.sqrt(square);
    for (let i = 0; i < size; i++) rows[k * size + i] *= scale;
  }
  return rows;
}
