import { timesMetric } from "../metric.js";
import { NonNegativeLeastSquares } from "../non-negative-least-squares.js";

/** Sweeps of coordinate descent over one direction. */
const SWEEPS = 3;

/**
 * V ≈ C D with C ≥ 0, and D ≥ 0 unless `signed` (then it is semi-NMF: Ding, Li and Jordan 2010), minimizing tr (V − CD)
 * M (V − CD)ᵀ. Strengths by exact non-negative least squares, directions one at a time (hierarchical alternating least
 * squares: Cichocki and Phan 2009); with a metric the entries of a direction hang together, so they are found by
 * coordinate descent. No step raises the objective.
 */
export class Factorization {
  /** D, `[K * channels]`, rows of unit length. */
  readonly directions: Float64Array;
  readonly #count: number;
  readonly #strengths: Float64Array;
  /** V M, so that products with directions cost no more than without a metric. */
  readonly #weighted: Float64Array;

  /**
   * @param vectors V, `[n * channels]`
   * @param start `[K * channels]`, rows of unit length
   * @param metric M, `[channels * channels]`; null for the identity
   */
  constructor(
    private readonly vectors: Float64Array,
    private readonly n: number,
    private readonly channels: number,
    start: Float64Array,
    private readonly metric: Float64Array | null,
    private readonly signed: boolean,
  ) {
    this.directions = start.slice();
    this.#count = start.length / channels;
    this.#strengths = new Float64Array(n * this.#count);
    this.#weighted = metric === null ? vectors : timesMetric(vectors, n, channels, metric);
  }

  /** One round: all strengths, then all directions. */
  step(): void {
    this.#fitStrengths();
    this.#fitDirections();
  }

  /** tr (V − CD) M (V − CD)ᵀ with the strengths of the current directions. */
  objective(): number {
    this.#fitStrengths();
    const { channels, n } = this;
    const count = this.#count;
    const error = new Float64Array(n * channels);
    error.set(this.vectors.subarray(0, n * channels));
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < count; k++) {
        const strength = this.#strengths[i * count + k];
        if (strength === 0) continue;
        for (let c = 0; c < channels; c++) error[i * channels + c] -= strength * this.directions[k * channels + c];
      }
    }
    const weighted = timesMetric(error, n, channels, this.metric);
    return weighted.reduce((sum, value, i) => sum + value * error[i], 0);
  }

  #fitStrengths(): void {
    const { channels, n } = this;
    const count = this.#count;
    const solver = new NonNegativeLeastSquares(this.#gram(), count);
    const columns = new Float64Array(channels * count);
    for (let k = 0; k < count; k++) {
      for (let c = 0; c < channels; c++) columns[c * count + k] = this.directions[k * channels + c];
    }
    const products = new Float64Array(count);
    for (let i = 0; i < n; i++) {
      products.fill(0);
      for (let c = 0; c < channels; c++) {
        const value = this.#weighted[i * channels + c];
        if (value === 0) continue;
        for (let k = 0; k < count; k++) products[k] += value * columns[c * count + k];
      }
      solver.solve(products, 0, this.#strengths, i * count);
    }
  }

  #gram(): Float64Array {
    const { channels } = this;
    const count = this.#count;
    const weighted = timesMetric(this.directions, count, channels, this.metric);
    const gram = new Float64Array(count * count);
    for (let k = 0; k < count; k++) {
      for (let j = 0; j <= k; j++) {
        let sum = 0;
        for (let c = 0; c < channels; c++) sum += weighted[k * channels + c] * this.directions[j * channels + c];
        gram[k * count + j] = sum;
        gram[j * count + k] = sum;
      }
    }
    return gram;
  }

  #fitDirections(): void {
    const { channels } = this;
    const count = this.#count;
    const { squares, products } = this.#moments();
    const wanted = new Float64Array(channels);
    for (let k = 0; k < count; k++) {
      const weight = squares[k * count + k];
      // A concept that no vector uses stays as it is.
      if (!(weight > 0)) continue;
      const row = this.directions.subarray(k * channels, (k + 1) * channels);
      for (let c = 0; c < channels; c++) wanted[c] = products[k * channels + c] / weight + row[c];
      for (let j = 0; j < count; j++) {
        const factor = squares[k * count + j] / weight;
        if (factor === 0) continue;
        for (let c = 0; c < channels; c++) wanted[c] -= factor * this.directions[j * channels + c];
      }
      if (this.signed) row.set(wanted);
      else this.#approach(row, wanted);
    }
    this.#normalize();
  }

  /** Moves a direction towards the wanted one, which may be negative, as far as it stays non-negative. */
  #approach(row: Float64Array, wanted: Float64Array): void {
    const { channels, metric } = this;
    const before = row.slice();
    if (metric === null) for (let c = 0; c < channels; c++) row[c] = Math.max(0, wanted[c]);
    else descend(row, wanted, metric);
    // Never to nothing: a concept without a direction could not come back.
    if (row.every((value) => value === 0)) row.set(before);
  }

  /** CᵀC `[K * K]` and Cᵀ V `[K * channels]`. */
  #moments(): { squares: Float64Array; products: Float64Array } {
    const { channels, n, vectors } = this;
    const count = this.#count;
    const squares = new Float64Array(count * count);
    const products = new Float64Array(count * channels);
    for (let i = 0; i < n; i++) {
      for (let k = 0; k < count; k++) {
        const strength = this.#strengths[i * count + k];
        if (strength === 0) continue;
        for (let j = 0; j < count; j++) squares[k * count + j] += strength * this.#strengths[i * count + j];
        for (let c = 0; c < channels; c++) products[k * channels + c] += strength * vectors[i * channels + c];
      }
    }
    return { squares, products };
  }

  #normalize(): void {
    const { channels } = this;
    for (let k = 0; k < this.#count; k++) {
      const row = this.directions.subarray(k * channels, (k + 1) * channels);
      const norm = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
      if (norm > 0) for (let c = 0; c < channels; c++) row[c] /= norm;
    }
  }
}

/** Coordinate descent on (x − wanted)ᵀ M (x − wanted) over x ≥ 0. */
function descend(x: Float64Array, wanted: Float64Array, metric: Float64Array): void {
  const size = x.length;
  const slope = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const difference = wanted[i] - x[i];
    if (difference === 0) continue;
    for (let j = 0; j < size; j++) slope[j] += metric[i * size + j] * difference;
  }
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (let i = 0; i < size; i++) {
      const moved = Math.max(0, x[i] + slope[i] / metric[i * size + i]);
      const change = moved - x[i];
      if (change === 0) continue;
      x[i] = moved;
      for (let j = 0; j < size; j++) slope[j] -= metric[i * size + j] * change;
    }
  }
}
