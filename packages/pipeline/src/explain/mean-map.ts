/** Mean maps over the images of a class. */

import type { FinishedMap } from "../attribute/finish.js";
import { addInto } from "../numerics/sums.js";

export class MeanMap {
  #sum: Float64Array | undefined;
  #shape: readonly number[] = [];
  images = 0;

  add({ shape, values }: FinishedMap): void {
    this.#sum ??= new Float64Array(values.length);
    this.#shape = shape;
    addInto(this.#sum, values);
    this.images += 1;
  }

  /** Undefined before anything is added. */
  mean(): FinishedMap | undefined {
    const { images } = this;
    return this.#sum && { shape: this.#shape, values: Float32Array.from(this.#sum, (value) => value / images) };
  }
}

/** The mean of pictures of one size, bytes. */
export class MeanPicture {
  #sum: Float64Array | undefined;
  #images = 0;

  add(data: Uint8Array): void {
    this.#sum ??= new Float64Array(data.length);
    addInto(this.#sum, data);
    this.#images += 1;
  }

  mean(): Uint8Array {
    return Uint8Array.from(this.#sum ?? [], (value) => Math.round(value / this.#images));
  }
}
