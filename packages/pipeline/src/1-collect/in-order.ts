/** Results of work under way, used one after the other in the order in which the work began. */
export class InOrder {
  readonly #waiting: (() => Promise<void>)[] = [];

  /** @param ahead how many results may wait while another is used. */
  constructor(private readonly ahead: number) {}

  /** Queues work that has begun; uses earlier results until at most `ahead` wait. */
  async add<T>(work: Promise<T>, use: (result: T) => void | Promise<void>): Promise<void> {
    work.catch(() => undefined);
    this.#waiting.push(async () => use(await work));
    while (this.#waiting.length > this.ahead) await this.#useFirst();
  }

  /** Uses all that is left. */
  async drain(): Promise<void> {
    while (this.#waiting.length > 0) await this.#useFirst();
  }

  async #useFirst(): Promise<void> {
    await this.#waiting.shift()?.();
  }
}
