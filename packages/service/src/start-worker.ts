/** Takes jobs from the queue and has job processes do them. */
import { GipfelError, type Job } from "@gipfel/contracts";
import { type JobContext, type JobHandlers, type JobQueue, type JobWorker, ProcessLost } from "@gipfel/queue";
import type { Environment } from "./environment.js";
import { subjectOf } from "./job-ids.js";
import { checkBounds } from "./process/check-bounds.js";
import type { JobBounds } from "./process/job-process.js";
import type { JobProcesses } from "./process/job-processes.js";
import type { Scheduler } from "./scheduler.js";
import type { JobReport } from "./service.js";
import type { ServiceLimits, ServiceLogger } from "./service-options.js";

/** Milliseconds between two reports of an analysis to the store, for those who ask there. */
const reportInterval = 1000;

export interface WorkerOptions {
  readonly environment: Environment;
  readonly queue: JobQueue<Job, JobReport>;
  readonly processes: JobProcesses;
  readonly scheduler: Scheduler;
  readonly limits: ServiceLimits;
  readonly concurrency: number;
  readonly logger: ServiceLogger;
}

export function startWorker(options: WorkerOptions): Promise<JobWorker> {
  const { queue, concurrency } = options;
  const run = (job: Job, context: JobContext<JobReport>) =>
    logged(options.logger, job, context, () => runJob(options, job, context));
  const handlers: JobHandlers<Job, JobReport> = {
    "check-model": run,
    "plan-analysis": run,
    "average-baselines": run,
    "collect-shard": run,
    "find-concepts": run,
    "integrate-shard": run,
    "draw-concepts": run,
    "write-graphs": run,
    explain: run,
    "study-analysis": run,
  };
  return queue.work(handlers, { concurrency });
}

/** Tells of a job when it begins and when it ends, with what finds it in other logs. */
async function logged(
  logger: ServiceLogger,
  { kind }: Job,
  { id: jobId, attempt, signal }: JobContext<JobReport>,
  run: () => Promise<void>,
): Promise<void> {
  const subject = subjectOf(jobId);
  const about = { jobId, kind, [`${subject.kind}Id`]: subject.id, attempt };
  const start = performance.now();
  const seconds = () => Math.round(performance.now() - start) / 1000;
  logger.info(about, "a job begins");
  try {
    await run();
    logger.info({ ...about, seconds: seconds() }, "a job is done");
  } catch (error) {
    const details = { ...about, seconds: seconds(), err: error };
    if (signal.aborted) logger.info(details, "a job was interrupted");
    else logger.warn(details, "a job failed");
    throw error;
  }
}

async function runJob(options: WorkerOptions, job: Job, context: JobContext<JobReport>): Promise<void> {
  const { environment, processes, scheduler } = options;
  const { id, signal } = context;
  const report = reporter(environment, id);
  const onReport = (value: JobReport) => {
    context.progress(value);
    report(value);
  };
  // What nobody has looked at yet is read in a process of its own, within bounds.
  const isCheck = job.kind === "check-model";
  const bounds = isCheck ? await boundsOf(options, job.modelId) : undefined;
  try {
    await processes.run(job, isCheck ? null : subjectOf(id).id, { signal, onReport, bounds });
  } catch (error) {
    if (!isCheck || signal.aborted || !(error instanceof GipfelError)) throw error;
    throw error instanceof ProcessLost ? error : refusalOf(error);
  }
  await scheduler.jobDone(id);
}

async function boundsOf({ environment, limits }: WorkerOptions, modelId: string): Promise<JobBounds> {
  const model = await environment.store.models.find(modelId);
  return checkBounds(limits, model?.bytes ?? 0);
}

/** A model that takes too much to read does so every time. */
function refusalOf(error: GipfelError): GipfelError {
  if (error.code !== "OUT_OF_MEMORY" && error.code !== "JOB_FAILED") return error;
  return new GipfelError("MODEL_UNREADABLE", `the model could not be checked: ${error.message}`, { cause: error });
}

/** Keeps the store up to date without holding up the job, which goes on where the store does not answer. */
function reporter({ store }: Environment, jobId: string): (report: JobReport) => void {
  const { kind, id } = subjectOf(jobId);
  const repository = { analysis: store.analyses, explanation: store.explanations, study: store.studies, model: null }[
    kind
  ];
  let last = Number.NEGATIVE_INFINITY;
  return (report) => {
    if (repository === null || performance.now() - last < reportInterval) return;
    last = performance.now();
    repository.report(id, report).catch(() => undefined);
  };
}
