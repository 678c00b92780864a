/** Runs an action at most once per interval and never twice at a time; what is asked for meanwhile is done once, after. */
export class InTurn {
  #isBusy = false;
  #isAsked = false;
  #isStopped = false;
  #timer: NodeJS.Timeout | undefined;

  /** @param interval in milliseconds. @param action deals with its own failures; they are not told */
  constructor(
    private readonly interval: number,
    private readonly action: () => Promise<void>,
  ) {}

  readonly ask = (): void => {
    if (this.#isStopped) return;
    if (this.#isBusy) {
      this.#isAsked = true;
      return;
    }
    this.#isBusy = true;
    void this.action()
      .catch(() => undefined)
      .then(() => this.#rest());
  };

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  #rest(): void {
    if (this.#isStopped) return;
    this.#timer = setTimeout(() => {
      this.#isBusy = false;
      if (!this.#isAsked) return;
      this.#isAsked = false;
      this.ask();
    }, this.interval);
  }
}
