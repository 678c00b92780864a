import type { Job } from "../job-queue.js";
import { type QueueOptions, queueDefaults } from "../queue-options.js";

export interface RedisQueueOptions<J extends Job> extends QueueOptions<J> {
  /** `redis://[user:password@]host[:port][/database]`, or `rediss://` */
  readonly url: string;
  /** What all keys begin with; queues of different prefixes know nothing of each other. */
  readonly prefix?: string;
  /** How often workers may die over a job. More than `attempts`: a worker that is killed is seldom the job's fault. */
  readonly crashes?: number;
  /**
   * How long a job stays with a worker that is not heard of, in milliseconds. The default outlives a Redis that is away
   * for half a minute: a lock is renewed after at most a
   * seventh of its duration, so at least 38 s are left when Redis goes.
   */
  readonly lockDuration?: number;
  /** How often workers look for jobs whose lock is gone, in milliseconds. The second look after it went finds one. */
  readonly stalledInterval?: number;
}

export const redisDefaults = {
  ...queueDefaults,
  prefix: "gipfel",
  crashes: 6,
  lockDuration: 45_000,
  stalledInterval: 10_000,
} as const;

export type RedisQueueSettings<J extends Job> = Required<RedisQueueOptions<J>>;
