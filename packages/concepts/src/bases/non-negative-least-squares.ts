/** Relative to the largest product or pivot: below, only rounding is left. */
const TOLERANCE = 1e-10;
const DEPENDENT = 1e-9;

/**
 * Non-negative least squares on a Gram matrix: c ≥ 0 of least ½ cᵀGc − bᵀc, by the active-set method of Lawson and
 * Hanson 1974 (chapter 23) on normal equations (Bro and de Jong 1997). Exact up to rounding; at most 64 variables. No
 * allocation per problem: the Cholesky factor of the free variables grows by a row when one joins and is made again
 * from where one leaves.
 */
export class NonNegativeLeastSquares {
  readonly #gram: Float64Array;
  readonly #free: Int32Array;
  readonly #isFree: Uint8Array;
  readonly #refused: Uint8Array;
  readonly #factor: Float64Array;
  readonly #solution: Float64Array;
  readonly #current: Float64Array;
  #count = 0;

  /** @param gram G, `[size * size]`, symmetric positive semidefinite */
  constructor(
    gram: Float64Array,
    readonly size: number,
  ) {
    this.#gram = gram;
    this.#free = new Int32Array(size);
    this.#isFree = new Uint8Array(size);
    this.#refused = new Uint8Array(size);
    this.#factor = new Float64Array(size * size);
    this.#solution = new Float64Array(size);
    this.#current = new Float64Array(size);
  }

  /**
   * @param products b, `[size]` from `at` on
   * @param strengths c, written from `into` on: positive on the active set and zero elsewhere
   */
  solve(products: ArrayLike<number>, at: number, strengths: Float64Array | Float32Array, into: number): void {
    const { size } = this;
    const current = this.#current.fill(0);
    this.#isFree.fill(0);
    this.#refused.fill(0);
    this.#count = 0;
    let largest = 0;
    for (let k = 0; k < size; k++) largest = Math.max(largest, products[at + k]);
    const threshold = TOLERANCE * largest;
    // Each round lowers the objective, so no active set comes twice; the bound is for ties that rounding makes.
    for (let round = 0; round < 3 * size; round++) {
      const joining = this.#steepest(products, at, threshold);
      if (joining < 0) break;
      if (this.#join(joining)) this.#descend(products, at);
      if (!this.#isFree[joining]) this.#refused[joining] = 1;
    }
    for (let k = 0; k < size; k++) strengths[into + k] = current[k];
  }

  /** The variable outside whose growth lowers the objective fastest; −1 if none does. */
  #steepest(products: ArrayLike<number>, at: number, threshold: number): number {
    const { size } = this;
    let best = -1;
    let most = threshold;
    for (let k = 0; k < size; k++) {
      if (this.#isFree[k] || this.#refused[k]) continue;
      let slope = products[at + k];
      for (let s = 0; s < this.#count; s++) {
        const j = this.#free[s];
        slope -= this.#gram[k * size + j] * this.#current[j];
      }
      if (slope > most) {
        most = slope;
        best = k;
      }
    }
    return best;
  }

  /** Adds a row to the Cholesky factor; false where the variable depends on the free ones. */
  #join(k: number): boolean {
    const { size } = this;
    const row = this.#count;
    let square = this.#gram[k * size + k];
    const own = square;
    for (let s = 0; s < row; s++) {
      let sum = this.#gram[k * size + this.#free[s]];
      for (let p = 0; p < s; p++) sum -= this.#factor[row * size + p] * this.#factor[s * size + p];
      const value = sum / this.#factor[s * size + s];
      this.#factor[row * size + s] = value;
      square -= value * value;
    }
    if (!(square > DEPENDENT * own)) return false;
    this.#factor[row * size + row] = Math.sqrt(square);
    this.#free[row] = k;
    this.#isFree[k] = 1;
    this.#count += 1;
    return true;
  }

  /** Moves to the least-squares solution of the free variables, letting those go that would turn negative. */
  #descend(products: ArrayLike<number>, at: number): void {
    for (;;) {
      this.#solveFree(products, at);
      let step = 1;
      let leaving = -1;
      for (let s = 0; s < this.#count; s++) {
        const target = this.#solution[s];
        if (target > 0) continue;
        const value = this.#current[this.#free[s]];
        const ratio = value > 0 ? value / (value - target) : 0;
        if (leaving < 0 || ratio < step) {
          step = ratio;
          leaving = s;
        }
      }
      for (let s = 0; s < this.#count; s++) {
        const k = this.#free[s];
        const value = this.#current[k];
        this.#current[k] = leaving < 0 ? this.#solution[s] : Math.max(0, value + step * (this.#solution[s] - value));
      }
      if (leaving < 0) return;
      this.#leave(leaving);
    }
  }

  #leave(position: number): void {
    const gone = this.#free[position];
    this.#current[gone] = 0;
    this.#isFree[gone] = 0;
    const end = this.#count;
    this.#count = position;
    for (let s = position + 1; s < end; s++) {
      const k = this.#free[s];
      if (this.#join(k)) continue;
      this.#isFree[k] = 0;
      this.#current[k] = 0;
    }
  }

  /** Normal equations of the free variables, by the factor. */
  #solveFree(products: ArrayLike<number>, at: number): void {
    const solution = this.#solution;
    for (let s = 0; s < this.#count; s++) solution[s] = products[at + this.#free[s]];
    solveInPlace(this.#factor, this.size, this.#count, solution);
  }
}

/** Solves L Lᵀ x = b in place, L the leading `count` rows of a factor of row length `stride`. */
export function solveInPlace(factor: Float64Array, stride: number, count: number, x: Float64Array): void {
  for (let s = 0; s < count; s++) {
    let sum = x[s];
    for (let p = 0; p < s; p++) sum -= factor[s * stride + p] * x[p];
    x[s] = sum / factor[s * stride + s];
  }
  for (let s = count - 1; s >= 0; s--) {
    let sum = x[s];
    for (let p = s + 1; p < count; p++) sum -= factor[p * stride + s] * x[p];
    x[s] = sum / factor[s * stride + s];
  }
}
