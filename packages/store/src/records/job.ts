/** What analyses, explanations and studies have in common: they are jobs that wait, run and end. */
import { type Static, Type } from "typebox";
import { Count, Nullable, Text, Timestamp } from "./columns.js";
import { rowCodec } from "./row-codec.js";

export const jobStatuses = ["queued", "running", "finished", "failed", "cancelled"] as const;
export type JobStatus = (typeof jobStatuses)[number];

export const JobProgress = Type.Object({ phase: Text(100), done: Count(), total: Count(), unit: Text(100) });

/** Why a job failed: a code of the error catalogue, or another, and one line for the user. */
export const JobError = Type.Object({ code: Text(100), message: Text(10_000) });

export const jobColumns = {
  status: Type.Enum([...jobStatuses]),
  /** The last progress reported; null until then. */
  progress: Nullable(JobProgress),
  /** Null unless failed. */
  error: Nullable(JobError),
  /** When it first began to run. */
  startedAt: Nullable(Timestamp()),
  /** When it was finished, failed or cancelled. */
  finishedAt: Nullable(Timestamp()),
};

export const jobRows = rowCodec(Type.Object(jobColumns), "job");

export type JobProgress = Static<typeof JobProgress>;
export type JobError = Static<typeof JobError>;

/** The only changes of status there are. Each is a compare-and-set, so that what has ended cannot run again unasked. */
export const transitions = {
  start: { from: ["queued"], to: "running" },
  finish: { from: ["running"], to: "finished" },
  fail: { from: ["queued", "running"], to: "failed" },
  cancel: { from: ["queued", "running"], to: "cancelled" },
  resume: { from: ["cancelled"], to: "queued" },
  retry: { from: ["failed"], to: "queued" },
} as const satisfies Record<string, { from: readonly JobStatus[]; to: JobStatus }>;

export type Transition = keyof typeof transitions;
