import type { Job, JobFailure, JobState } from "../job-queue.js";

/** One run of a job, from the time it is enqueued until it is done, has failed for good or was cancelled. */
export interface JobRun<J extends Job> {
  readonly id: string;
  readonly job: J;
  readonly priority: number;
  /** The runs that wait for this one. */
  readonly dependants: Set<JobRun<J>>;
  state: Exclude<JobState, "unknown">;
  /** How many runs this one waits for. */
  pending: number;
  failures: number;
  /** How often a process died under it. */
  crashes: number;
  failure?: JobFailure;
  /** Cancelled: an active run stays until its handler has returned, any other is gone at once. */
  cancelled: boolean;
  /** When it was done or failed for good, in milliseconds. */
  finishedAt: number;
}
