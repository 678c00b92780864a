/** Changes of status and progress, for the tables of jobs. All return whether they happened. */
import { sql } from "kysely";
import type { Context } from "../context.js";
import { type JobError, type JobProgress, jobRows, type Transition, transitions } from "../records/job.js";
import { nextVersion } from "../versions.js";

type JobTable = "analyses" | "explanations" | "studies";

/**
 * Compare-and-set: of any number of callers, one changes the status.
 *
 * @param error why, where the job fails.
 */
export async function changeStatus(
  { db, now }: Context,
  table: JobTable,
  id: string,
  transition: Transition,
  error: JobError | null = null,
): Promise<boolean> {
  const { from, to } = transitions[transition];
  const time = now();
  const hasEnded = to !== "queued" && to !== "running";
  const { numUpdatedRows } = await db
    .updateTable(table)
    .set({
      status: to,
      error: jobRows.encode({ error }).error,
      finishedAt: hasEnded ? time : null,
      ...(to === "running" && { startedAt: sql<string>`coalesce(started_at, ${time})` }),
      ...nextVersion(time),
    })
    .where("id", "=", id)
    .where("status", "in", from)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Only a running job takes progress. */
export async function reportProgress(
  { db, now }: Context,
  table: JobTable,
  id: string,
  progress: JobProgress,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable(table)
    .set({ progress: jobRows.encode({ progress }).progress, ...nextVersion(now()) })
    .where("id", "=", id)
    .where("status", "=", "running")
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
