import type { JobFailure } from "./job-queue.js";

/**
 * What a failure is laid to, and so what it counts for.
 * - `input`: bad input and damaged content stay so, there is no other attempt
 * - `job`: counts as one of the attempts
 * - `process`: the process that ran the job died, which is seldom the job's fault: counts as a crash
 * - `surroundings`: something that the job needs is away; counts as nothing
 */
export type Blame = "input" | "job" | "process" | "surroundings";

/** What became of a run that a worker had. */
export type Outcome =
  | { readonly type: "done" }
  | { readonly type: "failed"; readonly failure: JobFailure; readonly blame: Blame }
  | { readonly type: "interrupted" };

/** What follows from it: another attempt after a pause, another at once, or none. */
export type Sequel = "retry" | "again" | "finished";
