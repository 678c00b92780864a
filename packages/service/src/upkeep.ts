/** What a service does beside requests and jobs: it heeds how jobs end, and puts in order what was left. */
import type { Job } from "@gipfel/contracts";
import type { JobEvent, JobQueue } from "@gipfel/queue";
import type { SweepResult } from "@gipfel/store";
import type { Environment } from "./environment.js";
import type { Scheduler } from "./scheduler.js";
import type { JobReport } from "./service.js";
import type { Retention, ServiceLogger } from "./service-options.js";

/** Milliseconds. */
const reconcileInterval = 30_000;
const sweepInterval = 3_600_000;
const defaultTrashDays = 7;
/** After a reconciliation that failed, as when the store was away. */
const retryInterval = 2_000;

export interface Upkeep {
  stop(): void;
  /** Resolves when nothing is under way any more. */
  readonly ended: Promise<void>;
}

export interface UpkeepOptions {
  readonly environment: Environment;
  readonly queue: JobQueue<Job, JobReport>;
  readonly scheduler: Scheduler;
  readonly logger: ServiceLogger;
  readonly retention?: Retention;
  /** Deletes results that are kept long enough. */
  readonly retain?: () => Promise<void>;
}

/** Files that nobody asked to delete go by no request, so the log says where they are. */
function logSweep(logger: ServiceLogger, { removed, trashed, expired, adopted }: SweepResult): void {
  if (trashed.artifacts > 0) logger.warn({ ...trashed }, "moved files to artifacts/trash that no record refers to");
  if (expired.artifacts > 0) logger.warn({ ...expired }, "removed files from artifacts/trash");
  if (adopted > 0) logger.warn({ files: adopted }, "found files that the database does not know");
  if (removed.artifacts > 0) logger.info({ ...removed }, "removed files of what was deleted");
}

/** Begins with a reconciliation, which lets go on what was unfinished. */
export function startUpkeep(options: UpkeepOptions): Upkeep {
  const { environment, queue, scheduler, logger, retention = {}, retain = async () => undefined } = options;
  const { artifacts } = environment.store;
  const under = new Set<Promise<void>>();
  let isStopped = false;
  let timer: NodeJS.Timeout | undefined;
  let swept = 0;
  const track = (work: Promise<void>, what: string): Promise<void> => {
    const done: Promise<void> = work
      .catch((error: unknown) => logger.warn({ err: error }, `${what} failed and will be tried again`))
      .finally(() => under.delete(done));
    under.add(done);
    return done;
  };
  const reconcile = async () => {
    let pause = reconcileInterval;
    try {
      await scheduler.reconcile();
      if (Date.now() - swept > sweepInterval) {
        swept = Date.now();
        await retain();
        const { trashDays = defaultTrashDays } = retention;
        logSweep(logger, await artifacts.sweep({ trash: trashDays * 24 * 3600 }));
      } else {
        const released = await artifacts.sweepReleased();
        if (released.artifacts > 0) logger.info({ ...released }, "removed files of what was deleted");
      }
    } catch (error) {
      pause = retryInterval;
      throw error;
    } finally {
      if (!isStopped) timer = setTimeout(() => track(reconcile(), "putting the queue in order"), pause).unref();
    }
  };
  const hear = (event: JobEvent<JobReport>) => {
    if (event.type !== "failed") return;
    const { id, failure, willRetry } = event;
    logger.warn({ jobId: id, failure, willRetry }, "a job failed");
    if (!willRetry) track(scheduler.jobFailed(id, failure), "noting the failure");
  };
  const unsubscribe = queue.subscribe(hear);
  track(reconcile(), "putting the queue in order");
  return {
    stop: () => {
      isStopped = true;
      clearTimeout(timer);
      unsubscribe();
    },
    get ended() {
      return Promise.all(under).then(() => undefined);
    },
  };
}
