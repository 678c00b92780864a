/** Lets a few writes go on beside the work that makes the next ones. */
export class WriteQueue {
  readonly #running = new Set<Promise<void>>();
  #failure: unknown;

  constructor(private readonly atOnce: number) {}

  /** Starts a write once there is room; throws what an earlier one failed with. */
  async add(write: () => Promise<void>): Promise<void> {
    while (this.#running.size >= this.atOnce) await Promise.race(this.#running);
    this.#rethrow();
    const running: Promise<void> = write()
      .catch((error: unknown) => {
        this.#failure ??= error;
      })
      .finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  /** Waits for all. */
  async drain(): Promise<void> {
    await Promise.all(this.#running);
    this.#rethrow();
  }

  #rethrow(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }
}
