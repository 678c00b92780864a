/** Text that is written piece by piece, in the order in which it is asked for. */
import type { Piece } from "./graph-messages.js";

/** Characters of a piece; what JSON and XML of graphs hold is one byte each, mostly. */
const pieceLength = 128 * 1024;

export class GraphText {
  readonly #parts: Iterator<string>;
  readonly #encoder = new TextEncoder();
  /** One part ahead, to know which piece is the last. */
  #ahead: IteratorResult<string>;

  /** @throws GipfelError as the parts do, for the first of them */
  constructor(parts: Iterable<string>) {
    this.#parts = parts[Symbol.iterator]();
    this.#ahead = this.#parts.next();
  }

  /** Whole parts, so that no character is divided. */
  next(): Piece {
    let text = "";
    while (!this.#ahead.done && text.length < pieceLength) {
      text += this.#ahead.value;
      this.#ahead = this.#parts.next();
    }
    return { bytes: this.#encoder.encode(text), isLast: this.#ahead.done === true };
  }
}
