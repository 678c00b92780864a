import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { type Job as BullJob, Worker as BullWorker, UnrecoverableError, WaitingError } from "bullmq";
import type { Redis } from "ioredis";
import { pauseBefore } from "../backoff.js";
import { Interruption } from "../interruption.js";
import type { Job, JobHandlers, JobWorker } from "../job-queue.js";
import type { Outcome, Sequel } from "../outcome.js";
import { runHandler } from "../run-handler.js";
import type { Registry } from "./registry.js";
import { SharedExclusiveLock } from "./shared-exclusive-lock.js";

export interface RedisWorkerOptions<J extends Job, P> {
  readonly handlers: JobHandlers<J, P>;
  readonly concurrency: number;
  readonly name: string | undefined;
  readonly queueName: string;
  readonly prefix: string;
  readonly lockDuration: number;
  readonly stalledInterval: number;
  /** Milliseconds of the pause after a first failure. */
  readonly backoff: number;
  /** A patient connection for this worker alone. */
  readonly redis: Redis;
  /** On that connection. */
  readonly registry: Registry;
  readonly tellProgress: (id: string, progress: P) => void;
  /** Called when jobs may have become ready. */
  readonly onSettled: () => void;
  readonly onError: (error: Error) => void;
}

/** What a delivery came to. */
interface Performance {
  readonly sequel: Sequel;
  readonly failure?: string;
  /** Milliseconds before another attempt. */
  readonly pause?: number;
}

/** Tells BullMQ to try a job again after a pause, which the registry's counts decide and not its own. */
class Retry extends Error {
  constructor(
    message: string,
    readonly pause: number,
  ) {
    super(message);
  }
}

/** How long a closing worker waits for Redis to take note of what its last jobs came to, in milliseconds. */
const parting = 5_000;

/** Runs the jobs that BullMQ delivers, as far as the registry says that they are to run. */
export class RedisWorker<J extends Job, P> implements JobWorker {
  readonly #options: RedisWorkerOptions<J, P>;
  readonly #worker: BullWorker<J>;
  readonly #controllers = new Map<string, AbortController>();
  readonly #running = new Set<Promise<Outcome>>();
  readonly #lock = new SharedExclusiveLock();
  #closed: Promise<void> | undefined;

  constructor(options: RedisWorkerOptions<J, P>) {
    this.#options = options;
    this.#worker = new BullWorker<J>(options.queueName, (job, token) => this.#deliver(job, token), {
      connection: options.redis,
      prefix: options.prefix,
      concurrency: options.concurrency,
      name: options.name,
      lockDuration: options.lockDuration,
      lockRenewTime: Math.floor(options.lockDuration / 7),
      stalledInterval: options.stalledInterval,
      // The registry alone counts how often a worker died over a job.
      maxStalledCount: Number.MAX_SAFE_INTEGER,
      runRetryDelay: 1_000,
      settings: {
        backoffStrategy: (_attempts, _type, error) => (error instanceof Retry ? error.pause : options.backoff),
      },
    });
    this.#worker.on("error", options.onError);
    this.#worker.on("lockRenewalFailed", (runs) => {
      for (const run of runs) this.abort(run, new Interruption("the queue has given the job to another worker"));
    });
  }

  abort(run: string, reason: Error): void {
    this.#controllers.get(run)?.abort(reason);
  }

  /** May be called again, to force what was begun without. */
  close({ force = false } = {}): Promise<void> {
    this.#closed ??= this.#close();
    if (force)
      for (const controller of this.#controllers.values()) controller.abort(new Interruption("the worker is closing"));
    return this.#closed;
  }

  async #close(): Promise<void> {
    const closed = this.#worker.close();
    await Promise.all(this.#running);
    await Promise.race([closed, pause(parting, undefined, { ref: false })]);
    this.#options.redis.disconnect();
  }

  /** @throws to tell BullMQ that the job failed, is to be tried again, or waits again */
  async #deliver(delivery: BullJob<J>, token: string | undefined): Promise<void> {
    const holder = randomUUID();
    const result =
      (await this.#lock.run(false, () => this.#perform(delivery, holder, false))) ??
      (await this.#lock.run(true, () => this.#perform(delivery, holder, true)));
    if (result?.sequel === "again") {
      await delivery.moveToWait(token);
      throw new WaitingError();
    }
    if (result?.failure === undefined) return;
    if (result.sequel === "retry") throw new Retry(result.failure, result.pause ?? 0);
    throw new UnrecoverableError(result.failure);
  }

  /** @returns nothing if the job must be performed alone */
  async #perform(delivery: BullJob<J>, holder: string, alone: boolean): Promise<Performance | undefined> {
    const { registry, onSettled } = this.#options;
    const run = delivery.id!;
    // Before the run is active, so that who cancels it from then on is heard.
    const controller = new AbortController();
    this.#controllers.set(run, controller);
    try {
      const begun = await registry.begin(run, holder, alone);
      if (begun.type === "alone") return undefined;
      if (begun.type === "skip") return { sequel: "finished" };
      if (begun.type === "failed") return { sequel: "finished", failure: begun.message };
      const outcome = await this.#attempt(run, delivery.data, begun.attempt, controller.signal);
      const sequel = await registry.settle(run, holder, outcome);
      onSettled();
      if (outcome.type !== "failed") return { sequel };
      const pause = pauseBefore(begun.attempt, this.#options.backoff, outcome.blame);
      return { sequel, failure: outcome.failure.message, pause };
    } finally {
      this.#controllers.delete(run);
    }
  }

  async #attempt(run: string, job: J, attempt: number, signal: AbortSignal): Promise<Outcome> {
    if (this.#closed) return { type: "interrupted" };
    const { handlers, tellProgress } = this.#options;
    const id = run.slice(0, run.lastIndexOf("#"));
    const ended = runHandler(handlers, job, { id, attempt, signal, tell: (progress) => tellProgress(id, progress) });
    this.#running.add(ended);
    const outcome = await ended;
    this.#running.delete(ended);
    return outcome;
  }
}
