import { Readable } from "node:stream";
import { GipfelError } from "@gipfel/contracts";
import type { Piece } from "./graph-messages.js";

/** Milliseconds in which a reader asks for another piece: 128 KiB in 20 s, which any network does. */
const patience = 20_000;

/** A text that is written as fast as it is read, and given up where nobody reads on. */
export class PulledText extends Readable {
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param first its beginning
   * @param pull gives the next piece
   * @param end told when there is no more to pull, maybe again
   */
  constructor(
    first: Buffer,
    private readonly pull: () => Promise<Piece>,
    private readonly end: () => void,
    private readonly timeoutMs = patience,
  ) {
    super({ highWaterMark: 1 });
    this.push(first);
    this.#wait();
  }

  override _read(): void {
    clearTimeout(this.#timer);
    this.pull().then(
      ({ bytes, isLast }) => {
        if (this.destroyed) return;
        this.push(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
        if (isLast) {
          this.end();
          this.push(null);
        } else this.#wait();
      },
      (error: unknown) => this.destroy(error instanceof Error ? error : new Error(String(error))),
    );
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.#timer);
    this.end();
    done(error);
  }

  #wait(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.destroy(new GipfelError("CANCELLED", "nobody read on"));
    }, this.timeoutMs);
    this.#timer.unref();
  }
}
