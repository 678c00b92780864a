import { type BasisMaps, basisMaps } from "./basis-maps.js";
import type { ConceptBasis } from "./concept-basis.js";
import { NonNegativeLeastSquares } from "./non-negative-least-squares.js";

/**
 * Concept strengths of activation vectors. Make one per basis: it keeps the factors and work space that all vectors
 * share.
 */
export class StrengthSolver {
  readonly maps: BasisMaps;
  readonly #solver: NonNegativeLeastSquares;
  /** (D M)ᵀ, `[C * K]`. */
  readonly #columns: Float64Array;
  /** D M a', `[K]`. */
  readonly #offsets: Float64Array;
  readonly #products: Float64Array;

  constructor(readonly basis: ConceptBasis) {
    const { channels, count, baseline } = basis;
    this.maps = basisMaps(basis);
    this.#solver = new NonNegativeLeastSquares(this.maps.gram, count);
    this.#products = new Float64Array(count);
    this.#offsets = new Float64Array(count);
    this.#columns = new Float64Array(channels * count);
    for (let k = 0; k < count; k++) {
      for (let i = 0; i < channels; i++) {
        const value = this.maps.analysis[k * channels + i];
        this.#columns[i * count + k] = value;
        this.#offsets[k] += value * baseline[i];
      }
    }
  }

  /**
   * @param vectors a, `[n * C]`, a vector a row
   * @returns c, `[n * K]`
   */
  ofRows(vectors: ArrayLike<number>, n: number): Float32Array {
    const { channels, count } = this.basis;
    const strengths = new Float32Array(n * count);
    for (let i = 0; i < n; i++) {
      this.#multiply(vectors, i * channels, 1);
      this.ofProducts(this.#products, 0, strengths, i * count);
    }
    return strengths;
  }

  /**
   * @param maps a, `[images * C * positions]`
   * @returns c, `[images * K * positions]`
   */
  ofMaps(maps: ArrayLike<number>, images: number, positions: number): Float32Array {
    const { channels, count } = this.basis;
    const strengths = new Float32Array(images * count * positions);
    const one = new Float64Array(count);
    for (let n = 0; n < images; n++) {
      for (let p = 0; p < positions; p++) {
        this.#multiply(maps, n * channels * positions + p, positions);
        this.ofProducts(this.#products, 0, one, 0);
        for (let k = 0; k < count; k++) strengths[(n * count + k) * positions + p] = one[k];
      }
    }
    return strengths;
  }

  /**
   * Strengths from products, where an engine has multiplied already.
   *
   * @param products D M (a − a'), `[K]` from `at` on; see {@link BasisMaps.analysis}
   * @param strengths c, written from `into` on
   */
  ofProducts(products: ArrayLike<number>, at: number, strengths: Float64Array | Float32Array, into: number): void {
    const { clusters, count } = this.basis;
    if (clusters === null) this.#solver.solve(products, at, strengths, into);
    // Directions of neurons are orthonormal.
    else for (let k = 0; k < count; k++) strengths[into + k] = products[at + k];
  }

  #multiply(a: ArrayLike<number>, from: number, stride: number): void {
    const { channels, count } = this.basis;
    const products = this.#products;
    for (let k = 0; k < count; k++) products[k] = -this.#offsets[k];
    for (let i = 0; i < channels; i++) {
      const value = a[from + i * stride];
      if (value === 0) continue;
      const row = i * count;
      for (let k = 0; k < count; k++) products[k] += value * this.#columns[row + k];
    }
  }
}
