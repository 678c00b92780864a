/** Lets tasks in together or one alone, in the order in which they come. */
export class SharedExclusiveLock {
  readonly #waiting: { readonly exclusive: boolean; readonly enter: () => void }[] = [];
  #inside = 0;
  #isExclusive = false;

  async run<T>(exclusive: boolean, task: () => Promise<T>): Promise<T> {
    await new Promise<void>((enter) => {
      this.#waiting.push({ exclusive, enter });
      this.#admit();
    });
    try {
      return await task();
    } finally {
      this.#inside -= 1;
      this.#isExclusive = false;
      this.#admit();
    }
  }

  #admit(): void {
    for (let next = this.#waiting[0]; next && this.#admits(next.exclusive); next = this.#waiting[0]) {
      this.#waiting.shift();
      this.#inside += 1;
      this.#isExclusive = next.exclusive;
      next.enter();
    }
  }

  #admits(exclusive: boolean): boolean {
    return !this.#isExclusive && (!exclusive || this.#inside === 0);
  }
}
