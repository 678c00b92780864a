import { GipfelError, messageOf } from "@gipfel/contracts";
import type { JobFailure } from "./job-queue.js";

/** What is kept of that which a handler threw. */
export function failureOf(error: unknown): JobFailure {
  return error instanceof GipfelError
    ? { message: error.message, code: error.code }
    : { message: messageOf(error) || "the job failed without a reason" };
}

/** Whether another attempt must fail as well: bad input stays bad. */
export function isPermanent(error: unknown): boolean {
  return error instanceof GipfelError && error.status >= 400 && error.status < 500;
}
