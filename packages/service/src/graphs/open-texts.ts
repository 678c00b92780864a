/** Texts of which somebody has not read the end yet. */
import { createHash } from "node:crypto";
import type { OpenedText, Piece } from "./graph-messages.js";
import { GraphText } from "./graph-text.js";

/** Raised when the same document would be written otherwise. */
const writing = "1";

export class OpenTexts {
  readonly #texts = new Map<number, GraphText>();
  #opened = 0;

  /**
   * @param parts of the text
   * @param of what decides the text
   */
  open(parts: Iterable<string>, of: readonly unknown[]): OpenedText {
    const text = new GraphText(parts);
    const { bytes, isLast } = text.next();
    const tag = createHash("sha256")
      .update(JSON.stringify([writing, ...of]))
      .digest("base64url");
    if (isLast) return { tag, first: bytes, text: null };
    this.#opened += 1;
    this.#texts.set(this.#opened, text);
    return { tag, first: bytes, text: this.#opened };
  }

  /** The next piece; an empty last one where the text is not open. */
  next(id: number): Piece {
    const piece = this.#texts.get(id)?.next() ?? { bytes: new Uint8Array(), isLast: true };
    if (piece.isLast) this.drop(id);
    return piece;
  }

  drop(id: number): void {
    this.#texts.delete(id);
  }
}
