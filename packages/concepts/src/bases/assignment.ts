/**
 * The assignment of rows to columns of least total cost, by shortest augmenting paths (Kuhn 1955; Jonker and Volgenant
 * 1987), O(n³).
 *
 * @param cost `[rows * columns]`, finite, rows ≤ columns
 * @returns the column of each row
 */
export function assign(cost: Float64Array, rows: number, columns: number): number[] {
  const rowPrice = new Float64Array(rows + 1);
  const columnPrice = new Float64Array(columns + 1);
  const rowOf = new Int32Array(columns + 1).fill(-1);
  for (let row = 0; row < rows; row++) {
    const before = new Int32Array(columns + 1);
    const slack = new Float64Array(columns + 1).fill(Number.POSITIVE_INFINITY);
    const done = new Uint8Array(columns + 1);
    // The last column stands for the row that is to be placed.
    let column = columns;
    rowOf[column] = row;
    while (rowOf[column] >= 0) {
      done[column] = 1;
      const current = rowOf[column];
      let next = columns;
      let least = Number.POSITIVE_INFINITY;
      for (let c = 0; c < columns; c++) {
        if (done[c]) continue;
        const reduced = cost[current * columns + c] - rowPrice[current] - columnPrice[c];
        if (reduced < slack[c]) [slack[c], before[c]] = [reduced, column];
        if (slack[c] < least) [least, next] = [slack[c], c];
      }
      for (let c = 0; c <= columns; c++) {
        if (done[c]) {
          rowPrice[rowOf[c]] += least;
          columnPrice[c] -= least;
        } else slack[c] -= least;
      }
      column = next;
    }
    while (column !== columns) {
      const previous = before[column];
      rowOf[column] = rowOf[previous];
      column = previous;
    }
    rowOf[columns] = -1;
  }
  const result = new Array<number>(rows).fill(-1);
  for (let c = 0; c < columns; c++) if (rowOf[c] >= 0) result[rowOf[c]] = c;
  return result;
}
