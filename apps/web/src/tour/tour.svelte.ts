import { type TourStep, tourSteps } from "./tour-steps.js";

const key = "gipfel-tour";

/** The tour of a graph: which step it is at, and whether this reader has seen it. */
export class Tour {
  #at = $state<number | null>(null);
  readonly step = $derived<TourStep | null>(this.#at === null ? null : tourSteps[this.#at]);
  readonly position = $derived((this.#at ?? 0) + 1);
  readonly isLast = $derived(this.#at === tourSteps.length - 1);

  /** Begins for those who come for the first time; browsers that a program drives count as seasoned. */
  greet(): void {
    if (!navigator.webdriver && localStorage.getItem(key) === null) this.start();
  }

  start(): void {
    this.#at = 0;
  }

  move(by: 1 | -1): void {
    if (this.#at === null) return;
    const next = this.#at + by;
    if (next >= tourSteps.length) this.end();
    else this.#at = Math.max(0, next);
  }

  end(): void {
    this.#at = null;
    localStorage.setItem(key, "seen");
  }
}
