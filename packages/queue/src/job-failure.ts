import { GipfelError, messageOf } from "@gipfel/contracts";
import type { JobFailure } from "./job-queue.js";
import type { Blame } from "./outcome.js";
import { ProcessLost } from "./process-lost.js";

/** What is kept of that which a handler threw. */
export function failureOf(error: unknown): JobFailure {
  return error instanceof GipfelError
    ? { message: error.message, code: error.code }
    : { message: messageOf(error) || "the job failed without a reason" };
}

export function blameOf(error: unknown): Blame {
  if (error instanceof ProcessLost) return "process";
  if (!(error instanceof GipfelError)) return "job";
  if (error.status === 503) return "surroundings";
  // Damaged content stays damaged, until somebody brings it back.
  if (error.code === "STORE_CORRUPT") return "input";
  return error.status >= 400 && error.status < 500 ? "input" : "job";
}
