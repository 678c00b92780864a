import { type Client, ProblemError } from "@gipfel/client";
import { createSubscriber, SvelteMap } from "svelte/reactivity";

/** Asks that are under way at once. */
const atOnce = 4;

/** For each class of an analysis, how its images lie by the probability that the network gives it: read when asked for. */
export class ClassHistograms {
  /** By class id: counts in equal bins from 0 to 1; null where none are known. */
  readonly #counts = new SvelteMap<string, readonly number[] | null>();
  readonly #asked = new Set<string>();
  readonly #waiting: string[] = [];
  #running = 0;
  /** Until one class is known to have predictions, the others are not asked for: most likely all have them or none. */
  #keeps: boolean | null = null;
  #tell: (() => void) | undefined;
  readonly #listen = createSubscriber((update) => {
    this.#tell = update;
  });

  constructor(
    readonly service: Pick<Client, "showPredictions">,
    readonly analysis: string,
  ) {}

  /** Whether the analysis keeps predictions; null while that is not known. */
  get keeps(): boolean | null {
    this.#listen();
    return this.#keeps;
  }

  /** Undefined while it is not known. */
  of(id: string): readonly number[] | null | undefined {
    return this.#counts.get(id);
  }

  ask(id: string): void {
    if (this.#asked.has(id)) return;
    this.#asked.add(id);
    this.#waiting.push(id);
    this.#next();
  }

  /** Takes an ask back, so that classes that were scrolled past do not delay those in sight. */
  forget(id: string): void {
    const place = this.#waiting.indexOf(id);
    if (place < 0) return;
    this.#waiting.splice(place, 1);
    this.#asked.delete(id);
  }

  #next(): void {
    const limit = this.#keeps === null ? 1 : atOnce;
    while (this.#running < limit && this.#waiting.length > 0) void this.#read(this.#waiting.shift()!);
  }

  async #read(id: string): Promise<void> {
    if (this.#keeps === false) {
      this.#counts.set(id, null);
      return;
    }
    this.#running++;
    try {
      const params = { analysis: this.analysis, class: id };
      const { histogram } = await this.service.showPredictions({ params, query: { limit: 1 } });
      this.#counts.set(id, histogram);
      this.#keeps = true;
    } catch (error) {
      this.#counts.set(id, null);
      // An analysis that an earlier version made keeps none, which need not be asked for each class.
      if (error instanceof ProblemError && error.problem.status === 404) this.#keeps ??= false;
    } finally {
      this.#running--;
      this.#tell?.();
      this.#next();
    }
  }
}
