import { setTimeout as pause } from "node:timers/promises";
import { GipfelError, messageOf } from "@gipfel/contracts";
import { Queue as BullQueue } from "bullmq";
import type { Redis } from "ioredis";
import type {
  Job,
  JobCounts,
  JobEvent,
  JobHandlers,
  JobQueue,
  JobRequest,
  JobStatus,
  JobWorker,
  WorkOptions,
} from "../job-queue.js";
import { Listeners } from "../listeners.js";
import { checkHandlers } from "../run-handler.js";
import { sortFlow, unknownDependency } from "../sort-flow.js";
import { addressOf, connectImpatiently, connectPatiently, patience } from "./connect.js";
import { Dispatcher } from "./dispatcher.js";
import { EventStream, type StreamedEvent } from "./event-stream.js";
import { type RedisQueueOptions, type RedisQueueSettings, settingsOf } from "./redis-options.js";
import { RedisWorker } from "./redis-worker.js";
import { Registry } from "./registry.js";

/** The name of BullMQ's queue under the prefix. */
const queueName = "jobs";

/** What BullMQ keeps of a queue, which its tools show to people. */
export type BullMqQueue = BullQueue;

export interface RedisJobQueue<J extends Job, P = unknown> extends JobQueue<J, P> {
  /** To be looked at only: what is done to it directly, the flow beside it knows nothing of. */
  readonly bullMq: BullMqQueue;
}

/**
 * A queue that processes on many machines share, over BullMQ on Redis 7. Redis should keep an append-only file; jobs that
 * it loses nevertheless are enqueued again from what the store says is unfinished.
 *
 * Opens also while Redis is away: callers are refused and workers wait until it is there.
 */
export async function openRedisQueue<J extends Job, P = unknown>(
  options: RedisQueueOptions<J>,
): Promise<RedisJobQueue<J, P>> {
  const queue = new RedisQueue<J, P>(settingsOf(options));
  await Promise.race([queue.opened(), pause(patience, undefined, { ref: false })]);
  return queue;
}

class RedisQueue<J extends Job, P> implements RedisJobQueue<J, P> {
  readonly #settings: RedisQueueSettings<J>;
  readonly #redis: Redis;
  readonly #registry: Registry;
  readonly #bull: BullQueue;
  readonly #dispatcher: Dispatcher;
  readonly #stream: EventStream<P>;
  readonly #listeners: Listeners<JobEvent<P>>;
  readonly #workers = new Set<RedisWorker<J, P>>();
  /** Why there is no connection, which says more than that a command could not be sent. */
  #connectionError: Error | undefined;

  constructor(settings: RedisQueueSettings<J>) {
    const { url, prefix, onError } = settings;
    this.#settings = settings;
    this.#redis = connectImpatiently(url, onError);
    this.#registry = this.#registryOn(this.#redis);
    this.#bull = new BullQueue(queueName, { connection: this.#redis, prefix });
    this.#bull.on("error", onError);
    this.#dispatcher = new Dispatcher(this.#registry, this.#bull, onError);
    this.#redis.on("error", (error) => {
      this.#connectionError = error;
    });
    this.#redis.on("close", () => {
      this.#connectionError ??= new Error("the connection is lost");
    });
    this.#redis.on("ready", () => {
      this.#connectionError = undefined;
      this.#dispatcher.dispatch();
    });
    this.#listeners = new Listeners(onError);
    const follower = connectPatiently(url, onError);
    this.#stream = new EventStream(follower, this.#eventsKey, (event) => this.#hear(event), onError);
  }

  get bullMq(): BullMqQueue {
    return this.#bull;
  }

  /** Resolves once callers are heard and no event is missed. */
  async opened(): Promise<void> {
    if (this.#redis.status !== "ready")
      await new Promise<void>((resolve) => this.#redis.once("ready", () => resolve()));
    await this.#stream.opened;
  }

  async enqueue(flow: readonly JobRequest<J>[]): Promise<void> {
    const sorted = sortFlow(flow, this.#settings.kinds);
    const [id, dependency] = await this.#reach(() => this.#registry.enqueue(sorted));
    if (id !== undefined) throw unknownDependency(id, dependency!);
    this.#dispatcher.dispatch();
  }

  cancel(selection: { readonly id: string } | { readonly prefix: string }): Promise<void> {
    return this.#reach(() => this.#registry.cancel(selection));
  }

  status(id: string): Promise<JobStatus> {
    return this.#reach(() => this.#registry.status(id));
  }

  counts(): Promise<JobCounts> {
    return this.#reach(() => this.#registry.counts());
  }

  async work(handlers: JobHandlers<J, P>, { concurrency = 1, name }: WorkOptions = {}): Promise<JobWorker> {
    const { kinds, prefix, url, lockDuration, stalledInterval, backoff, onError } = this.#settings;
    checkHandlers(kinds, handlers);
    const redis = connectPatiently(url, onError);
    const worker = new RedisWorker<J, P>({
      handlers,
      concurrency,
      name,
      queueName,
      prefix,
      lockDuration,
      stalledInterval,
      backoff,
      redis,
      registry: this.#registryOn(redis),
      // On the connection that tells of the job's end as well, so that this comes before it.
      tellProgress: (id, progress) => {
        if (redis.status === "ready") this.#tellProgress(redis, id, progress);
      },
      onSettled: () => this.#dispatcher.dispatch(),
      onError,
    });
    this.#workers.add(worker);
    return worker;
  }

  subscribe(listener: (event: JobEvent<P>) => void): () => void {
    return this.#listeners.add(listener);
  }

  async ping(): Promise<void> {
    await this.#reach(() => this.#redis.ping());
  }

  async close(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.close()));
    await this.#dispatcher.close();
    this.#stream.close();
    await Promise.race([this.#bull.close(), pause(patience, undefined, { ref: false })]);
    this.#redis.disconnect();
  }

  get #keys(): string {
    return `${this.#settings.prefix}:flow:`;
  }

  get #eventsKey(): string {
    return `${this.#keys}events`;
  }

  #registryOn(redis: Redis): Registry {
    const { attempts, crashes, retention } = this.#settings;
    return new Registry(redis, { prefix: this.#keys, attempts, crashes, retention });
  }

  #tellProgress(redis: Redis, id: string, progress: P): void {
    const event: JobEvent<P> = { type: "progress", id, progress };
    redis
      .xadd(this.#eventsKey, "MAXLEN", "~", 10_000, "*", "event", JSON.stringify(event))
      .catch(this.#settings.onError);
  }

  #hear({ run, ...event }: StreamedEvent<P>): void {
    if (event.type === "cancelled" && run !== undefined) {
      const reason = new GipfelError("CANCELLED", "the job was cancelled");
      for (const worker of this.#workers) worker.abort(run, reason);
    }
    this.#listeners.tell(event);
  }

  /** @throws GipfelError QUEUE_UNAVAILABLE */
  async #reach<T>(operation: () => Promise<T>): Promise<T> {
    try {
      return await operation();
    } catch (cause) {
      throw unavailable(this.#settings.url, this.#connectionError ?? cause);
    }
  }
}

function unavailable(url: string, cause: unknown): GipfelError {
  // Refused on all addresses of a host name, an error has a code and no message.
  const reason = messageOf(cause) || (cause instanceof Error && "code" in cause && String(cause.code)) || "no answer";
  const message = `the queue on Redis at ${addressOf(url)} cannot be used: ${reason}; start it, or try again when it is back`;
  return new GipfelError("QUEUE_UNAVAILABLE", message, { cause });
}
