import type { ErrorCode } from "@gipfel/contracts";

/** What all members of a union of jobs share: the kind, which says who handles it. JSON through and through. */
export interface Job {
  readonly kind: string;
}

/** A job to run, and when. */
export interface JobRequest<J extends Job> {
  /**
   * Names the work, not the attempt: what is enqueued again under the id of an unfinished job changes nothing. Letters,
   * digits and `._/-`, so that `cancel` finds the jobs of an analysis by the start of their ids.
   */
  readonly id: string;
  readonly job: J;
  /**
   * 0 to 2²¹ − 1, smaller first, 0 unless given; equal ones in the order in which they became ready. Give an analysis one
   * number for all of its jobs, larger than those of analyses that began before: then a started one ends before the next
   * begins, though its later jobs become ready late.
   */
  readonly priority?: number;
  /** Ids of the jobs that must be done first, in the same flow or known to the queue. */
  readonly after?: readonly string[];
}

/**
 * - `blocked`: waits for other jobs
 * - `waiting`: for a worker, or for its next attempt
 * - `active`: a worker has it, or had it and its death was not noticed yet
 * - `done`, `failed`: for good; forgotten after the retention
 * - `unknown`: never seen, forgotten or cancelled
 */
export type JobState = "blocked" | "waiting" | "active" | "done" | "failed" | "unknown";

/** Why a job failed. */
export interface JobFailure {
  readonly message: string;
  /** Of the GipfelError, where one was thrown. */
  readonly code?: ErrorCode;
  /** The job that failed, where this one failed only because it waited for it. */
  readonly dependency?: string;
}

export interface JobStatus {
  readonly state: JobState;
  /** Of a failed job. */
  readonly failure?: JobFailure;
}

/** Told to listeners in every process. `failed` with `willRetry: false`, `completed` and `cancelled` are the last of a run. */
export type JobEvent<P> =
  | { readonly type: "progress"; readonly id: string; readonly progress: P }
  | { readonly type: "completed"; readonly id: string }
  | { readonly type: "failed"; readonly id: string; readonly failure: JobFailure; readonly willRetry: boolean }
  | { readonly type: "cancelled"; readonly id: string }
  /** The worker that had the job died; another has it now. */
  | { readonly type: "stalled"; readonly id: string };

/** What a handler is told beside the job. */
export interface JobContext<P> {
  readonly id: string;
  /** 1 for the first; every start counts, but those that a closing worker gave back or that found something away. */
  readonly attempt: number;
  /** Given when the job is cancelled, when the worker is closed by force, and when the queue has lost the worker. */
  readonly signal: AbortSignal;
  /** Throttled: of values in quick succession the last is told. JSON. */
  progress(value: P): void;
}

/** One handler for each kind of job. */
export type JobHandlers<J extends Job, P> = {
  readonly [K in J["kind"]]: (job: Extract<J, { kind: K }>, context: JobContext<P>) => Promise<void>;
};

export interface WorkOptions {
  /** How many jobs run at a time, 1 unless given. */
  readonly concurrency?: number;
  /** Names the worker to people. */
  readonly name?: string;
}

export interface JobWorker {
  /**
   * Takes no more jobs and resolves when the running ones have ended. With `force` these are given the signal first;
   * those that reject then wait for another worker, and the attempt does not count.
   */
  close(options?: { readonly force?: boolean }): Promise<void>;
}

export type JobCounts = Readonly<Record<Exclude<JobState, "unknown">, number>>;

/**
 * Moves jobs to workers. What is done, and with what result, is known to the store and not to the queue: a job is
 * delivered **at least once**, and a handler must do no harm when it runs again, after a worker died just before it was
 * done. A queue that was lost is filled again by enqueueing what the store says is unfinished.
 *
 * A job runs when all jobs that it waits for are done. When one of those fails for good, it fails with the same failure;
 * when one is cancelled, so is it. A handler that rejects is tried again after a pause that doubles, up to the number of
 * attempts; a GipfelError with a 4xx status is bad input, and tried once, as is STORE_CORRUPT; one with the status 503 says
 * that something is away, and is tried again until it is back. A worker that dies, and a `ProcessLost`, count apart, with a
 * limit of their own.
 *
 * While the queue cannot be reached, `enqueue`, `cancel`, `status`, `counts` and `ping` reject with GipfelError
 * QUEUE_UNAVAILABLE within two seconds. It may have heard the request nevertheless, so repeating one does no harm.
 *
 * @typeParam J the union of jobs, told apart by `kind`
 * @typeParam P what handlers tell as progress
 */
export interface JobQueue<J extends Job, P = unknown> {
  /**
   * Adds jobs and their dependencies: all, or none if the flow is refused. A job that is blocked, waiting or active stays
   * as it is; one that is done or failed runs again. So a flow whose enqueueing was cut short is enqueued once more.
   * @throws Error for ids that are not valid or twice in the flow, unknown kinds and dependencies, and cycles
   */
  enqueue(flow: readonly JobRequest<J>[]): Promise<void>;
  /**
   * Forgets unfinished jobs, and with them those that wait for them. Active ones get the signal, wherever they run; one
   * that is enqueued again meanwhile starts when the handler has returned.
   * @param selection one job, or all whose ids begin with the prefix: end it with a separator
   */
  cancel(selection: { readonly id: string } | { readonly prefix: string }): Promise<void>;
  status(id: string): Promise<JobStatus>;
  counts(): Promise<JobCounts>;
  /**
   * Starts a worker in this process. Handlers must leave the event loop free: computing belongs on threads. While it is
   * blocked no lock is renewed, the job counts as lost, and another worker runs it too.
   * @throws Error if a kind of job has no handler
   */
  work(handlers: JobHandlers<J, P>, options?: WorkOptions): Promise<JobWorker>;
  /** Hears of all jobs in all processes until the function that it returns is called. */
  subscribe(listener: (event: JobEvent<P>) => void): () => void;
  /** Resolves if jobs can be enqueued. */
  ping(): Promise<void>;
  /** Closes the workers of this process, without force, then the queue. */
  close(): Promise<void>;
}
