import type { Queue } from "bullmq";
import type { Registry } from "./registry.js";

const batch = 200;
/** Between two looks for what another process left, in milliseconds. */
const interval = 3_000;
/** What BullMQ shows to people of the past; what happened to a job is known to the registry. */
const kept = { age: 86_400, count: 1_000 };

/**
 * Hands runs that are ready to BullMQ. The list of them is kept in Redis and shortened only afterwards, so a process that
 * dies in between loses nothing: another one hands them over, and BullMQ knows a run that it has already.
 */
export class Dispatcher {
  readonly #registry: Registry;
  readonly #queue: Queue;
  readonly #onError: (error: Error) => void;
  readonly #timer: NodeJS.Timeout;
  #isDue = false;
  #current: Promise<void> | undefined;

  /** @param registry and @param queue on a connection that fails when Redis is away */
  constructor(registry: Registry, queue: Queue, onError: (error: Error) => void) {
    this.#registry = registry;
    this.#queue = queue;
    this.#onError = onError;
    this.#timer = setInterval(() => {
      this.dispatch();
      registry.sweep(batch).catch(onError);
    }, interval).unref();
  }

  /** In the background; what fails is tried again. */
  dispatch(): void {
    this.#isDue = true;
    this.#current ??= this.#work();
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    this.#isDue = false;
    await this.#current;
  }

  async #work(): Promise<void> {
    try {
      while (this.#isDue) {
        this.#isDue = false;
        this.#isDue = (await this.#handOver()) || this.#isDue;
      }
    } catch (error) {
      this.#onError(error as Error);
    } finally {
      // At the same moment at which nothing more is due: what comes later begins anew.
      this.#current = undefined;
    }
  }

  /** @returns whether there may be more */
  async #handOver(): Promise<boolean> {
    const ready = await this.#registry.readReady(batch);
    if (ready.length === 0) return false;
    await this.#queue.addBulk(
      ready.map(({ run, kind, job, priority }) => ({
        name: kind,
        data: job,
        opts: {
          jobId: run,
          priority,
          // The registry alone says when a job has failed for good.
          attempts: Number.MAX_SAFE_INTEGER,
          // The worker says how long the pause is.
          backoff: { type: "custom" },
          removeOnComplete: kept,
          removeOnFail: kept,
          stackTraceLimit: 1,
        },
      })),
    );
    await this.#registry.markHandedOver(ready.map(({ run }) => run));
    return ready.length === batch;
  }
}
