import type { Redis } from "ioredis";
import type { Job, JobCounts, JobRequest, JobState, JobStatus } from "../job-queue.js";
import type { Outcome, Sequel } from "../outcome.js";

/** How many jobs are added at a time: a few dozen milliseconds for Redis. */
const step = 1_000;

export interface RegistryOptions {
  readonly prefix: string;
  readonly attempts: number;
  readonly crashes: number;
  readonly retention: number;
}

/** A run that is to be handed to BullMQ. */
export interface ReadyRun {
  readonly run: string;
  readonly kind: string;
  readonly job: Job;
  readonly priority: number;
}

export type Begun =
  | { readonly type: "run"; readonly attempt: number }
  | { readonly type: "failed"; readonly message: string }
  | { readonly type: "skip" }
  /** To be begun again when the worker has nothing else to run. */
  | { readonly type: "alone" };

/**
 * The runs of all jobs and who waits for whom, kept in Redis beside BullMQ's own records. BullMQ's flows are trees, in
 * which a job has one parent; the jobs of an analysis form a DAG.
 */
export class Registry {
  readonly #redis: Redis;
  readonly #options: RegistryOptions;

  constructor(redis: Redis, options: RegistryOptions) {
    this.#redis = redis;
    this.#options = options;
  }

  /**
   * Adds jobs in steps, each short enough for others to get their turn. If this is cut short, what was added is as good as
   * any flow, and the rest follows when the whole is enqueued again.
   * @param flow dependencies first
   * @returns a job and its dependency that nobody knows, if there is one
   */
  async enqueue(flow: readonly JobRequest<Job>[]): Promise<readonly string[]> {
    const inFlow = new Set(flow.map(({ id }) => id));
    let external = flow.flatMap(({ id, after = [] }) =>
      after.filter((dependency) => !inFlow.has(dependency)).map((dependency) => [id, dependency]),
    );
    for (let start = 0; start < flow.length; start += step) {
      const items = flow.slice(start, start + step).map(({ id, job, priority = 0, after = [] }) => ({
        id,
        kind: job.kind,
        job: JSON.stringify(job),
        priority,
        after: [...new Set(after)],
      }));
      const request = this.#request({ external, flow: items });
      const unknown = await this.#redis.gipfelEnqueue(this.#options.prefix, request);
      if (unknown.length > 0) return unknown;
      external = [];
    }
    return [];
  }

  async cancel(selection: { readonly id: string } | { readonly prefix: string }): Promise<void> {
    await this.#redis.gipfelCancel(this.#options.prefix, JSON.stringify(selection));
  }

  /**
   * @param holder names the delivery, so that one whose answer was lost is not taken for another
   * @param alone whether the worker runs nothing else meanwhile
   */
  async begin(run: string, holder: string, alone: boolean): Promise<Begun> {
    const request = this.#request({ run, holder, alone, crashes: this.#options.crashes });
    const [type, value] = await this.#redis.gipfelBegin(this.#options.prefix, request);
    if (type === "run") return { type, attempt: Number(value) };
    if (type === "failed") return { type, message: String(value) };
    return { type: type === "alone" ? type : "skip" };
  }

  async settle(run: string, holder: string, outcome: Outcome): Promise<Sequel> {
    const { attempts, crashes } = this.#options;
    const request = this.#request({ run, holder, outcome, attempts, crashes });
    return (await this.#redis.gipfelSettle(this.#options.prefix, request)) as Sequel;
  }

  async readReady(limit: number): Promise<ReadyRun[]> {
    const values = await this.#redis.gipfelReadReady(this.#options.prefix, JSON.stringify({ limit }));
    return Array.from({ length: values.length / 4 }, (_, index) => {
      const [run, kind, job, priority] = values.slice(4 * index, 4 * index + 4) as [string, string, string, string];
      return { run, kind, job: JSON.parse(job) as Job, priority: Number(priority) };
    });
  }

  async markHandedOver(runs: readonly string[]): Promise<void> {
    await this.#redis.zrem(`${this.#options.prefix}ready`, ...runs);
  }

  async sweep(limit: number): Promise<void> {
    await this.#redis.gipfelSweep(this.#options.prefix, JSON.stringify({ limit }));
  }

  async status(id: string): Promise<JobStatus> {
    const [state, failure] = await this.#redis.hmget(`${this.#options.prefix}job:${id}`, "state", "failure");
    if (!state) return { state: "unknown" };
    return { state: state as JobState, failure: failure ? JSON.parse(failure) : undefined };
  }

  async counts(): Promise<JobCounts> {
    const counts = await this.#redis.hgetall(`${this.#options.prefix}counts`);
    const of = (state: string) => Number(counts[state] ?? 0);
    return {
      blocked: of("blocked"),
      waiting: of("waiting"),
      active: of("active"),
      done: of("done"),
      failed: of("failed"),
    };
  }

  #request(values: object): string {
    return JSON.stringify({ ...values, retention: this.#options.retention });
  }
}
