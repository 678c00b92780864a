import { type BasisMaps, basisMaps } from "./basis-maps.js";
import { cholesky } from "./cholesky.js";
import type { ConceptBasis } from "./concept-basis.js";
import { solveInPlace } from "./non-negative-least-squares.js";

/**
 * The linear map that gives strengths on a frozen active set A: r = (D_A M D_Aᵀ)⁻¹ D_A M, so c_v = Σ_j r_vj (a_j −
 * a'_j) exactly where A is the active set of a's own fit.
 *
 * @param active concepts of positive strength, ascending
 * @returns r, `[active.length * C]`, a row for each active concept
 */
export function readout(basis: ConceptBasis, active: readonly number[]): Float64Array {
  const { channels } = basis;
  const maps = basisMaps(basis);
  const solver = new FrozenReadout(basis, maps);
  const products = new Float64Array(basis.count);
  const rows = new Float64Array(active.length * channels);
  const flags = Uint8Array.from({ length: basis.count }, (_, k) => (active.includes(k) ? 1 : 0));
  solver.freeze(flags, 0, 1);
  for (let i = 0; i < channels; i++) {
    for (let k = 0; k < basis.count; k++) products[k] = maps.analysis[k * channels + i];
    solver.apply(products, 0, 1);
    active.forEach((k, row) => {
      rows[row * channels + i] = products[k];
    });
  }
  return rows;
}

/**
 * Readouts of many vectors on one position's frozen active set, without making the map itself: whatever x is, products
 * D M x become the strengths r x. For edges x = m ⊙ z_u, one per source concept.
 */
export class FrozenReadout {
  readonly size: number;
  /** Strengths are projections, active or not. */
  readonly #linear: boolean;
  readonly #gram: Float64Array;
  readonly #members: Int32Array;
  readonly #values: Float64Array;
  readonly #factors = new Map<string, Float64Array>();
  #count = 0;
  #factor: Float64Array = new Float64Array(0);

  constructor(basis: ConceptBasis, { gram }: BasisMaps = basisMaps(basis)) {
    this.size = basis.count;
    this.#gram = gram;
    this.#linear = basis.clusters !== null;
    this.#members = new Int32Array(this.size);
    this.#values = new Float64Array(this.size);
  }

  /**
   * Takes the active set of one position: where strengths are positive.
   *
   * @param strengths c, `[K]` from `at` on, `stride` apart
   */
  freeze(strengths: ArrayLike<number>, at: number, stride: number): void {
    if (this.#linear) return;
    let key = "";
    this.#count = 0;
    for (let k = 0; k < this.size; k++) {
      if (!(strengths[at + k * stride] > 0)) continue;
      this.#members[this.#count] = k;
      this.#count += 1;
      key += String.fromCharCode(k);
    }
    const known = this.#factors.get(key);
    this.#factor = known ?? this.#factorize();
    if (known === undefined && this.#factors.size < MAX_FACTORS) this.#factors.set(key, this.#factor);
  }

  /**
   * Replaces products D M x by the strengths r x: zero outside the frozen set.
   *
   * @param products `[K]` from `at` on, `stride` apart
   */
  apply(products: Float64Array | Float32Array, at: number, stride: number): void {
    if (this.#linear) return;
    const count = this.#count;
    for (let s = 0; s < count; s++) this.#values[s] = products[at + this.#members[s] * stride];
    solveInPlace(this.#factor, count, count, this.#values);
    for (let k = 0; k < this.size; k++) products[at + k * stride] = 0;
    for (let s = 0; s < count; s++) products[at + this.#members[s] * stride] = this.#values[s];
  }

  #factorize(): Float64Array {
    const count = this.#count;
    const block = new Float64Array(count * count);
    for (let s = 0; s < count; s++) {
      for (let t = 0; t < count; t++)
        block[s * count + t] = this.#gram[this.#members[s] * this.size + this.#members[t]];
    }
    return cholesky(block, count);
  }
}

/** Factors kept: active sets repeat over neighboring positions. */
const MAX_FACTORS = 4096;
