/** Places that callers take turns for: who asks for much waits behind who asks for little. */
import { GipfelError } from "@gipfel/contracts";
import { currentCaller } from "./caller.js";

export interface SlotLimits {
  /** Taken at a time. */
  readonly slots: number;
  /** Taken at a time by one caller; all of them unless given. */
  readonly slotsPerCaller?: number;
  /** Callers' requests that wait for one, in all and of one caller. */
  readonly waiting: number;
  readonly waitingPerCaller: number;
}

export class FairSlots {
  /** Callers with requests that wait, in the order of their turns. */
  readonly #waiting = new Map<string, (() => void)[]>();
  readonly #taken = new Map<string, number>();
  #busy = 0;

  /** @param what the places are for, as messages name it */
  constructor(
    private readonly what: string,
    private readonly limits: SlotLimits,
  ) {}

  /**
   * Waits for a place of the current caller.
   *
   * @returns gives the place back; more than once does nothing
   * @throws GipfelError SERVICE_BUSY where too many wait already
   */
  async take(): Promise<() => void> {
    const caller = currentCaller();
    if (!this.#mayRun(caller) || this.#waiting.size > 0) await this.#turn(caller);
    else this.#begin(caller);
    let isTaken = true;
    return () => {
      if (!isTaken) return;
      isTaken = false;
      this.#end(caller);
    };
  }

  /** Runs the work in a place. @throws GipfelError SERVICE_BUSY */
  async run<T>(work: () => Promise<T>): Promise<T> {
    const release = await this.take();
    try {
      return await work();
    } finally {
      release();
    }
  }

  #mayRun(caller: string): boolean {
    const { slots, slotsPerCaller = slots } = this.limits;
    return this.#busy < slots && (this.#taken.get(caller) ?? 0) < slotsPerCaller;
  }

  #turn(caller: string): Promise<void> {
    const own = this.#waiting.get(caller) ?? [];
    let all = 0;
    for (const { length } of this.#waiting.values()) all += length;
    if (own.length >= this.limits.waitingPerCaller || all >= this.limits.waiting) {
      throw new GipfelError("SERVICE_BUSY", `too many requests wait for ${this.what}; ask again later`);
    }
    this.#waiting.set(caller, own);
    const turn = new Promise<void>((resolve) => own.push(resolve));
    this.#next();
    return turn;
  }

  #begin(caller: string): void {
    this.#busy += 1;
    this.#taken.set(caller, (this.#taken.get(caller) ?? 0) + 1);
  }

  #end(caller: string): void {
    this.#busy -= 1;
    const left = (this.#taken.get(caller) ?? 1) - 1;
    if (left > 0) this.#taken.set(caller, left);
    else this.#taken.delete(caller);
    this.#next();
  }

  /** The caller whose turn it was goes to the end of the row. */
  #next(): void {
    for (const [caller, own] of [...this.#waiting]) {
      if (!this.#mayRun(caller)) continue;
      const start = own.shift();
      this.#waiting.delete(caller);
      if (own.length > 0) this.#waiting.set(caller, own);
      if (start === undefined) continue;
      this.#begin(caller);
      start();
    }
  }
}
