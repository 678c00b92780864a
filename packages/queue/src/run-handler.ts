import { Interruption } from "./interruption.js";
import { blameOf, failureOf } from "./job-failure.js";
import type { Job, JobContext, JobHandlers } from "./job-queue.js";
import type { Outcome } from "./outcome.js";
import { progressInterval, Throttle } from "./throttle.js";

/** @throws Error if a kind of job has no handler */
export function checkHandlers<J extends Job, P>(kinds: readonly J["kind"][], handlers: JobHandlers<J, P>): void {
  const missing = kinds.filter((kind) => typeof handlers[kind] !== "function");
  if (missing.length > 0) throw new Error(`no handler for jobs of kind ${missing.join(", ")}`);
}

/**
 * Gives the job to the handler of its kind, and says what became of it. Never rejects. Nothing is told of a job after
 * its signal was given.
 */
export async function runHandler<J extends Job, P>(
  handlers: JobHandlers<J, P>,
  job: J,
  { id, attempt, signal, tell }: Omit<JobContext<P>, "progress"> & { readonly tell: (progress: P) => void },
): Promise<Outcome> {
  const progress = new Throttle<P>(progressInterval, (value) => {
    if (!signal.aborted) tell(value);
  });
  try {
    await handlerOf(handlers, job)(job, { id, attempt, signal, progress: (value) => progress.push(value) });
    return { type: "done" };
  } catch (error) {
    if (signal.reason instanceof Interruption) return { type: "interrupted" };
    return { type: "failed", failure: failureOf(error), blame: blameOf(error) };
  } finally {
    progress.stop();
  }
}

/** @throws Error for a kind that this worker does not know, which a newer version may have enqueued */
function handlerOf<J extends Job, P>(handlers: JobHandlers<J, P>, { kind }: J) {
  if (!Object.hasOwn(handlers, kind)) throw new Error(`this worker has no handler for jobs of kind ${kind}`);
  // The kind picks the handler that takes this member of the union, which the compiler cannot follow.
  return handlers[kind as J["kind"]] as (job: J, context: JobContext<P>) => Promise<void>;
}
