import type { Job } from "@gipfel/contracts";
import type { JobRequest } from "@gipfel/queue";
import type { Analysis } from "@gipfel/store";
import { jobIds } from "../job-ids.js";
import { jobOf, type Part, type Phase, phases, type Run } from "./shard-rows.js";

/** Coarse enough that priorities rise for 242 days; at their overflow one analysis comes before its turn. */
const seconds = 10;

/** Analyses that were asked for earlier come first. */
export function priorityOf({ createdAt }: Pick<Analysis, "createdAt">): number {
  return Math.floor(Date.parse(createdAt) / (seconds * 1000)) % 2 ** 21;
}

/**
 * The jobs that an analysis still needs. Ids follow from the analysis alone, so enqueueing them again does no harm: what is
 * unfinished in the queue stays as it is.
 */
export function flowOf(analysis: Pick<Analysis, "id" | "createdAt">, { parts }: Run): JobRequest<Job>[] {
  const { id } = analysis;
  const priority = priorityOf(analysis);
  if (parts.length === 0) return [{ id: jobIds.plan(id), job: { kind: "plan-analysis", analysisId: id }, priority }];
  const open = parts.filter(({ isDone }) => !isDone);
  // Once for each phase, since parts are many.
  const after = jobsBefore(id, open);
  return open.map((part) => ({
    id: jobIds.part(id, part),
    job: jobOf(id, part),
    priority,
    after: after.get(part.phase) ?? [],
  }));
}

/** The jobs that those of a phase wait for: each phase waits for all before it, so the last that is not done is enough. */
function jobsBefore(id: string, open: readonly Part[]): ReadonlyMap<Phase, readonly string[]> {
  const before = new Map<Phase, readonly string[]>();
  let last: readonly string[] = [];
  for (const phase of phases) {
    before.set(phase, last);
    const ids = open.filter((part) => part.phase === phase).map((part) => jobIds.part(id, part));
    if (ids.length > 0) last = ids;
  }
  return before;
}
