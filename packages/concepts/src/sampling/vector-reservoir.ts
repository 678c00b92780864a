import type { VectorSample } from "../bases/concept-basis.js";
import { priority } from "./priority.js";

/**
 * A uniform sample of the activation vectors of a layer over images and positions, without those that are all zero.
 * Keeps the vectors of lowest {@link priority}: memory is bounded by the capacity, and the sample is the same bytes for
 * every order and batch size.
 */
export class VectorReservoir {
  readonly #channels: number;
  readonly #capacity: number;
  readonly #seed: number;
  /** Ascending. */
  readonly #keys: Float64Array;
  /** Row of each key in the store. */
  readonly #slots: Int32Array;
  #store: Float32Array;
  #count = 0;

  /** @param capacity vectors kept at most */
  constructor(channels: number, capacity: number, seed: number) {
    this.#channels = channels;
    this.#capacity = capacity;
    this.#seed = seed;
    this.#keys = new Float64Array(capacity);
    this.#slots = new Int32Array(capacity);
    this.#store = new Float32Array(Math.min(capacity, 64) * channels);
  }

  /**
   * Offers all positions of one image.
   *
   * @param image its number in the data set
   * @param maps activations, `[channels * positions]` from `at` on
   */
  offer(image: number, maps: Float32Array, at: number, positions: number): void {
    for (let p = 0; p < positions; p++) {
      const key = priority(this.#seed, image, p);
      if (this.#count === this.#capacity && key >= this.#keys[this.#count - 1]) continue;
      if (this.#isDead(maps, at + p, positions)) continue;
      this.#insert(key, maps, at + p, positions);
    }
  }

  /** The vectors kept, in the order of their priority. */
  sample(): VectorSample {
    const channels = this.#channels;
    const vectors = new Float32Array(this.#count * channels);
    for (let n = 0; n < this.#count; n++) {
      const from = this.#slots[n] * channels;
      vectors.set(this.#store.subarray(from, from + channels), n * channels);
    }
    return { channels, count: this.#count, vectors };
  }

  #isDead(maps: Float32Array, from: number, stride: number): boolean {
    for (let i = 0; i < this.#channels; i++) if (maps[from + i * stride] !== 0) return false;
    return true;
  }

  #insert(key: number, maps: Float32Array, from: number, stride: number): void {
    const isFull = this.#count === this.#capacity;
    const slot = isFull ? this.#slots[this.#count - 1] : this.#count;
    if (!isFull) this.#count += 1;
    let [low, high] = [0, this.#count - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#keys[middle] <= key) low = middle + 1;
      else high = middle;
    }
    this.#keys.copyWithin(low + 1, low, this.#count - 1);
    this.#slots.copyWithin(low + 1, low, this.#count - 1);
    this.#keys[low] = key;
    this.#slots[low] = slot;
    this.#grow(slot + 1);
    for (let i = 0; i < this.#channels; i++) this.#store[slot * this.#channels + i] = maps[from + i * stride];
  }

  #grow(rows: number): void {
    if (rows * this.#channels <= this.#store.length) return;
    const larger = new Float32Array(Math.min(this.#capacity, 2 * rows) * this.#channels);
    larger.set(this.#store);
    this.#store = larger;
  }
}
