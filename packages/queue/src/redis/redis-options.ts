import type { Job } from "../job-queue.js";
import { type QueueOptions, queueDefaults } from "../queue-options.js";

export interface RedisQueueOptions<J extends Job> extends QueueOptions<J> {
  /** `redis://[user:password@]host[:port][/database]`, or `rediss://` */
  readonly url: string;
  /** What all keys begin with; queues of different prefixes know nothing of each other. */
  readonly prefix?: string;
  /**
   * How long a job stays with a worker that is not heard of, in milliseconds. Renewed after a seventh of it. A shorter one
   * gives the job of a killed worker to another sooner; a longer one outlives a longer absence of Redis, in which nobody
   * can renew it, and after which the job would be begun anew.
   */
  readonly lockDuration?: number;
  /**
   * How often workers look for jobs whose lock is gone, in milliseconds; a sixth of `lockDuration` unless given. The second
   * look after it went finds one.
   */
  readonly stalledInterval?: number;
}

export const redisDefaults = {
  ...queueDefaults,
  prefix: "gipfel",
  lockDuration: 30_000,
} as const;

export type RedisQueueSettings<J extends Job> = Required<RedisQueueOptions<J>>;

export function settingsOf<J extends Job>(options: RedisQueueOptions<J>): RedisQueueSettings<J> {
  const settings = { ...redisDefaults, ...options };
  return { ...settings, stalledInterval: options.stalledInterval ?? Math.ceil(settings.lockDuration / 6) };
}
