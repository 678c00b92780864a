import type { Job } from "./job-queue.js";

/** What every queue is told. */
export interface QueueOptions<J extends Job> {
  /** Every kind of the union of jobs: what has no handler is refused at start-up. */
  readonly kinds: readonly J["kind"][];
  /** How often a job may fail by itself. */
  readonly attempts?: number;
  /**
   * How often a worker, or the process of a handler ({@link ProcessLost}), may die over a job. More than `attempts`: what is
   * killed is seldom killed for its job.
   */
  readonly crashes?: number;
  /** The pause after the first failure in milliseconds; each further one is twice as long, up to half a minute. */
  readonly backoff?: number;
  /** How long done and failed jobs are known, in seconds. */
  readonly retention?: number;
  /** Told what no caller hears of: lost connections, listeners that throw. */
  readonly onError?: (error: Error) => void;
}

export const queueDefaults = {
  attempts: 3,
  crashes: 12,
  backoff: 1_000,
  retention: 86_400,
  onError: () => {},
} as const;
