/**
 * Passes on the first value at once and afterwards at most one per interval, always the last. One that is held when
 * `stop` is called is dropped.
 */
export class Throttle<T> {
  readonly #interval: number;
  readonly #receive: (value: T) => void;
  #held: { value: T } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  /** @param interval in milliseconds */
  constructor(interval: number, receive: (value: T) => void) {
    this.#interval = interval;
    this.#receive = receive;
  }

  push(value: T): void {
    if (this.#stopped) return;
    if (this.#timer) this.#held = { value };
    else this.#pass(value);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #pass(value: T): void {
    this.#held = undefined;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      if (this.#held) this.#pass(this.#held.value);
    }, this.#interval);
    this.#receive(value);
  }
}

/** Between two values of progress of one job, in milliseconds: what a person can follow. */
export const progressInterval = 200;
