import type { Job } from "@gipfel/contracts";
import type { JobQueue } from "@gipfel/queue";
import type { Analysis } from "@gipfel/store";
import type { Environment } from "../environment.js";
import { jobIds } from "../job-ids.js";
import type { JobReport } from "../service.js";
import { readRun } from "./shard-rows.js";

/** Milliseconds after which no job of a cancelled analysis runs any more: it heeds its signal, is killed, or is lost. */
const longest = 600_000;

/**
 * Whether an analysis was cancelled and jobs of it still run, here or on another machine. It may be resumed, started again
 * and deleted meanwhile: what is enqueued again waits for them.
 */
export async function isStopping(
  environment: Environment,
  queue: JobQueue<Job, JobReport>,
  { id, status, finishedAt }: Analysis,
): Promise<boolean> {
  if (status !== "cancelled" || finishedAt === null || Date.now() - Date.parse(finishedAt) > longest) return false;
  if ((await queue.counts()).active === 0) return false;
  const { parts } = await readRun(environment, id);
  const jobs = [jobIds.plan(id), ...parts.filter(({ isDone }) => !isDone).map((part) => jobIds.part(id, part))];
  const states = await Promise.all(jobs.map((job) => queue.status(job)));
  return states.some(({ state }) => state === "active");
}
