import { messageOf } from "@gipfel/contracts";

/** Something that comes from the service: what a view has to be ready for. */
export type Loadable<T> =
  | { state: "idle" }
  | { state: "loading" }
  | { state: "ready"; value: T }
  | { state: "failed"; message: string };

/** Holds one {@link Loadable}; a later load aborts and outruns an earlier one. */
export class Loader<T> {
  current = $state.raw<Loadable<T>>({ state: "idle" });
  /** What was loaded last, also while something else is being loaded. */
  latest = $state.raw<T | null>(null);
  #running: AbortController | null = null;

  get value(): T | null {
    return this.current.state === "ready" ? this.current.value : null;
  }

  async load(read: (signal: AbortSignal) => Promise<T>): Promise<void> {
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    this.current = { state: "loading" };
    try {
      const value = await read(running.signal);
      if (this.#running !== running) return;
      this.#take(value);
    } catch (error) {
      if (this.#running !== running) return;
      this.current = { state: "failed", message: messageOf(error) };
      this.latest = null;
    }
  }

  /** Loads anew behind what is shown, which stays where that fails. @returns whether it came */
  async refresh(read: (signal: AbortSignal) => Promise<T>): Promise<boolean> {
    if (this.current.state !== "ready") {
      await this.load(read);
      return this.value !== null;
    }
    this.#running?.abort();
    const running = new AbortController();
    this.#running = running;
    try {
      const value = await read(running.signal);
      if (this.#running === running) this.#take(value);
      return true;
    } catch {
      return this.#running !== running;
    }
  }

  /** What is known without loading: the outcome of a change. */
  set(value: T): void {
    this.#running?.abort();
    this.#running = null;
    this.#take(value);
  }

  #take(value: T): void {
    this.current = { state: "ready", value };
    this.latest = value;
  }

  clear(): void {
    this.#running?.abort();
    this.#running = null;
    this.current = { state: "idle" };
    this.latest = null;
  }
}
