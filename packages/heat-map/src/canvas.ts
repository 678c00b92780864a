import type { Picture, Size } from "./picture.js";

export type Rgb = readonly [red: number, green: number, blue: number];

/** How much of each pixel a shape covers: 0 nothing, 255 all. */
export interface Coverage extends Size {
  data: Uint8Array;
}

/** A picture to draw on, white at first. What lies outside is cut off. */
export class Canvas implements Picture {
  readonly data: Uint8Array;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.data = new Uint8Array(width * height * 3).fill(255);
  }

  fill(left: number, top: number, size: Size, colour: Rgb): void {
    this.#eachRow(left, top, size, (at, _, count) => {
      for (let i = 0; i < count; i++) this.data.set(colour, at + i * 3);
    });
  }

  /** A line one pixel wide around a rectangle of this size, outside of it. */
  frame(left: number, top: number, { width, height }: Size, colour: Rgb): void {
    for (const y of [top - 1, top + height]) this.fill(left - 1, y, { width: width + 2, height: 1 }, colour);
    for (const x of [left - 1, left + width]) this.fill(x, top, { width: 1, height }, colour);
  }

  put(left: number, top: number, picture: Picture): void {
    this.#eachRow(left, top, picture, (at, from, count) => {
      this.data.set(picture.data.subarray(from * 3, (from + count) * 3), at);
    });
  }

  /** Paints where `shape` covers, in proportion. */
  paint(left: number, top: number, shape: Coverage, colour: Rgb): void {
    this.#eachRow(left, top, shape, (start, from, count) => {
      for (let i = 0, at = start; i < count; i++, at += 3) {
        const alpha = shape.data[from + i] / 255;
        for (let c = 0; c < 3; c++) this.data[at + c] = Math.round(this.data[at + c] * (1 - alpha) + colour[c] * alpha);
      }
    });
  }

  /** The visible piece of each row of a shape: its first byte here, its first pixel in the shape, its pixels. */
  #eachRow(
    left: number,
    top: number,
    { width, height }: Size,
    visit: (at: number, from: number, count: number) => void,
  ): void {
    const first = Math.max(0, -left);
    const count = Math.min(width, this.width - left) - first;
    if (count <= 0) return;
    for (let y = Math.max(0, -top); y < Math.min(height, this.height - top); y++) {
      visit(((top + y) * this.width + left + first) * 3, y * width + first, count);
    }
  }
}
