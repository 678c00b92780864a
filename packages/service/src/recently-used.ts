/** Values by name, of which those that were used last are kept. */
export class RecentlyUsed<T> {
  readonly #values = new Map<string, Promise<T>>();

  constructor(private readonly most: number) {}

  /** The value of that name, made where there is none; what could not be made is forgotten. */
  async get(name: string, make: () => Promise<T>): Promise<T> {
    const value = this.#values.get(name) ?? make();
    this.#values.delete(name);
    this.#values.set(name, value);
    const [oldest] = this.#values.keys();
    if (this.#values.size > this.most && oldest !== undefined) this.#values.delete(oldest);
    try {
      return await value;
    } catch (error) {
      if (this.#values.get(name) === value) this.#values.delete(name);
      throw error;
    }
  }

  /** Forgets all names that begin so. */
  forget(start: string): void {
    for (const name of this.#values.keys()) if (name.startsWith(start)) this.#values.delete(name);
  }
}
