// @ts-check
/** From this many elements on, the call that copies a run costs less than a loop. */
const longRun = 16;

/** @typedef {Float32Array | Int32Array | Uint8Array} Elements */

/**
 * Copies every `strides`-th element along each axis, in C order. Both arrays may lie in the same buffer.
 *
 * @param {Elements} from
 * @param {readonly number[]} shape of `from`.
 * @param {readonly number[]} begin
 * @param {readonly number[]} strides
 * @param {Elements} to
 * @param {readonly number[]} size of `to`.
 */
export function copyStrided(from, shape, begin, strides, to, size) {
  const rank = shape.length;
  if (to.length === 0) return;
  const steps = new Array(rank);
  let elements = 1;
  for (let axis = rank - 1; axis >= 0; axis -= 1) {
    steps[axis] = elements;
    elements *= shape[axis] ?? 1;
  }
  let start = 0;
  let run = 1;
  let outer = rank;
  let whole = true;
  for (let axis = rank - 1; axis >= 0; axis -= 1) {
    start += (begin[axis] ?? 0) * steps[axis];
    whole &&= strides[axis] === 1;
    if (whole) {
      run *= size[axis] ?? 1;
      outer = axis;
      whole = size[axis] === shape[axis];
    }
  }
  const moves = steps.map((step, axis) => step * (strides[axis] ?? 1));
  const index = new Array(outer).fill(0);
  const copy = run >= longRun ? copyRun : copyElements;
  for (let at = 0; at < to.length; at += run) {
    copy(from, start, to, at, run);
    for (let axis = outer - 1; axis >= 0; axis -= 1) {
      index[axis] += 1;
      start += moves[axis];
      if (index[axis] < (size[axis] ?? 1)) break;
      start -= moves[axis] * index[axis];
      index[axis] = 0;
    }
  }
}

/** @type {(from: Elements, start: number, to: Elements, at: number, run: number) => void} */
function copyRun(from, start, to, at, run) {
  to.set(from.subarray(start, start + run), at);
}

/** @type {(from: Elements, start: number, to: Elements, at: number, run: number) => void} */
function copyElements(from, start, to, at, run) {
  for (let i = 0; i < run; i += 1) to[at + i] = /** @type {number} */ (from[start + i]);
}
