/** The least k in [0, limit] that holds, where holding never ends once begun; `limit` where none does. */
export function shortestPrefix(limit: number, holds: (k: number) => boolean): number {
  let low = 0;
  let high = limit;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
