/** What a service does beside requests and jobs: it heeds how jobs end, and puts in order what was left. */
import type { Job } from "@gipfel/contracts";
import type { JobEvent, JobQueue } from "@gipfel/queue";
import type { Environment } from "./environment.js";
import type { Scheduler } from "./scheduler.js";
import type { JobReport } from "./service.js";
import type { ServiceLogger } from "./service-options.js";

/** Milliseconds. */
const reconcileInterval = 30_000;
const sweepInterval = 3_600_000;
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
}

/** Begins with a reconciliation, which lets go on what was unfinished. */
export function startUpkeep({ environment, queue, scheduler, logger }: UpkeepOptions): Upkeep {
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
        await environment.store.artifacts.sweep();
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
