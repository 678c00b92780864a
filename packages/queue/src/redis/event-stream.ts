import { setTimeout as pause } from "node:timers/promises";
import type { Redis } from "ioredis";
import type { JobEvent } from "../job-queue.js";

/** As written by the scripts: what was cancelled names its run. */
export type StreamedEvent<P> = JobEvent<P> & { readonly run?: string };

const blockFor = 5_000;

/**
 * Follows the events of all processes from the time it is opened. It knows its place in the stream, so nothing is missed
 * while the connection is away but what exceeds the 10,000 events that the stream keeps.
 */
export class EventStream<P> {
  readonly #redis: Redis;
  readonly #key: string;
  readonly #hear: (event: StreamedEvent<P>) => void;
  readonly #onError: (error: Error) => void;
  #closed = false;
  /** Resolves once nothing that happens from now on is missed. */
  readonly opened: Promise<void>;

  /** @param redis a patient connection for this alone: reading blocks it */
  constructor(redis: Redis, key: string, hear: (event: StreamedEvent<P>) => void, onError: (error: Error) => void) {
    this.#redis = redis;
    this.#key = key;
    this.#hear = hear;
    this.#onError = onError;
    this.opened = new Promise((resolve) => {
      void this.#follow(resolve);
    });
  }

  close(): void {
    this.#closed = true;
    this.#redis.disconnect();
  }

  async #follow(onOpened: () => void): Promise<void> {
    let place: string | undefined;
    while (!this.#closed) {
      try {
        if (place === undefined) {
          place = await this.#lastPlace();
          onOpened();
        }
        place = await this.#readFrom(place);
      } catch (error) {
        if (this.#closed) break;
        this.#onError(error as Error);
        await pause(500);
      }
    }
    onOpened();
  }

  async #lastPlace(): Promise<string> {
    const [last] = await this.#redis.xrevrange(this.#key, "+", "-", "COUNT", 1);
    return last?.[0] ?? "0-0";
  }

  async #readFrom(place: string): Promise<string> {
    const streams = await this.#redis.xread("COUNT", 1_000, "BLOCK", blockFor, "STREAMS", this.#key, place);
    let next = place;
    for (const [id, fields] of streams?.[0]?.[1] ?? []) {
      this.#hear(JSON.parse(fields[1]!) as StreamedEvent<P>);
      next = id;
    }
    return next;
  }
}
