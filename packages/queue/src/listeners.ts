/** Those who want to hear of something. One that throws is reported, and keeps nothing from the others. */
export class Listeners<T> {
  readonly #listeners = new Set<{ readonly hear: (value: T) => void }>();
  readonly #onError: (error: Error) => void;

  constructor(onError: (error: Error) => void) {
    this.#onError = onError;
  }

  add(hear: (value: T) => void): () => void {
    const entry = { hear };
    this.#listeners.add(entry);
    return () => {
      this.#listeners.delete(entry);
    };
  }

  tell(value: T): void {
    for (const { hear } of this.#listeners) {
      try {
        hear(value);
      } catch (error) {
        this.#onError(error instanceof Error ? error : new Error(String(error)));
      }
    }
  }
}
