import type { JobFailure } from "./job-queue.js";

/** What became of a run that a worker had. */
export type Outcome =
  | { readonly type: "done" }
  | { readonly type: "failed"; readonly failure: JobFailure; readonly permanent: boolean }
  | { readonly type: "interrupted" };

/** What follows from it: another attempt after a pause, another at once, or none. */
export type Sequel = "retry" | "again" | "finished";
