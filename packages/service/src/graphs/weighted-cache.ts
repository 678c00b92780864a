/** Values by name, of which those that were used last are kept, up to a weight in all. */
export class WeightedCache<T> {
  readonly #entries = new Map<string, { readonly value: T; readonly weight: number }>();
  #weight = 0;

  constructor(private readonly maxWeight: number) {}

  get(name: string): T | undefined {
    const entry = this.#entries.get(name);
    if (!entry) return undefined;
    this.#entries.delete(name);
    this.#entries.set(name, entry);
    return entry.value;
  }

  /** The last value is kept, however much it weighs. */
  set(name: string, value: T, weight: number): void {
    this.#remove(name);
    this.#entries.set(name, { value, weight });
    this.#weight += weight;
    for (const oldest of this.#entries.keys()) {
      if (this.#weight <= this.maxWeight || this.#entries.size === 1) return;
      this.#remove(oldest);
    }
  }

  /** Forgets all names that begin so. */
  forget(start: string): void {
    for (const name of [...this.#entries.keys()]) if (name.startsWith(start)) this.#remove(name);
  }

  #remove(name: string): void {
    const entry = this.#entries.get(name);
    if (!entry) return;
    this.#weight -= entry.weight;
    this.#entries.delete(name);
  }
}
