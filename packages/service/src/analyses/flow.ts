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
  const idsOf = (phase: Phase | undefined) =>
    open.filter((part) => part.phase === phase).map((part) => jobIds.part(id, part));
  return open.map((part) => ({
    id: jobIds.part(id, part),
    job: jobOf(id, part),
    priority,
    after: idsOf(lastOpenBefore(part.phase, open)),
  }));
}

/** The phase to wait for: each waits for all before it, so the last of them that is not done is enough. */
function lastOpenBefore(phase: Phase, open: readonly Part[]): Phase | undefined {
  const before = phases.slice(0, phases.indexOf(phase));
  return before.findLast((earlier) => open.some((part) => part.phase === earlier));
}
