import { mkdir, realpath } from "node:fs/promises";
import { resolve } from "node:path";
import { GipfelError, type Job, type JobKind } from "@gipfel/contracts";
import { type JobQueue, openInProcessQueue, openRedisQueue } from "@gipfel/queue";
import { openStore } from "@gipfel/store";
import { createAnalyses } from "./analyses/analysis-service.js";
import { AnalysisStates } from "./analyses/analysis-states.js";
import { createDatasets } from "./datasets/dataset-service.js";
import type { Environment } from "./environment.js";
import { createExplanations } from "./explanations/explanation-service.js";
import { guarded, PathHider } from "./hide-paths.js";
import { createModels } from "./models/model-service.js";
import { Places } from "./places.js";
import { builtJobProcess } from "./process/job-process.js";
import { JobProcesses } from "./process/job-processes.js";
import { createClassResults } from "./results/class-results.js";
import { createResults } from "./results/result-service.js";
import { ResultSources } from "./results/result-sources.js";
import { Scheduler } from "./scheduler.js";
import type { JobReport, Service } from "./service.js";
import { defaultLimits, type ServiceLogger, type ServiceOptions } from "./service-options.js";
import { startWorker } from "./start-worker.js";
import { startUpkeep } from "./upkeep.js";
import { createAnnotations } from "./views/annotation-service.js";
import { createViews } from "./views/view-service.js";

const jobKinds: Record<JobKind, true> = {
  "check-model": true,
  "plan-analysis": true,
  "average-baselines": true,
  "collect-shard": true,
  "find-concepts": true,
  "integrate-shard": true,
  "write-graphs": true,
  explain: true,
};

/** How often a job may fail: a process that is killed counts. */
const attempts = 5;

const silent: ServiceLogger = { info: () => undefined, warn: () => undefined };

/**
 * Opens the service in one of its two shapes: over SQLite and a queue in this process, or over PostgreSQL and Redis. What
 * was unfinished goes on.
 *
 * @throws GipfelError OPTION_INVALID, DATASET_NOT_FOUND for a data root that is none, STORE_UNAVAILABLE, QUEUE_UNAVAILABLE
 */
export async function openService(options: ServiceOptions): Promise<Service> {
  const { concurrency = 1, threads = 1, folders = [], logger = silent, redisUrl } = options;
  const shape = redisUrl === undefined ? "embedded" : "cluster";
  const limits = { ...defaultLimits, ...options.limits };
  const places = await openPlaces(options);
  const storeUrl = options.storeUrl ?? `file:${places.database}`;
  const store = await openStore({ url: storeUrl, artifacts: places.artifacts, logger });
  const environment: Environment = { store, places };
  const queue = await openQueue(redisUrl, logger).catch(async (error: unknown) => {
    await store.close();
    throw error;
  });
  const scheduler = new Scheduler({
    ...{ environment, queue },
    limit: options.runningAnalyses ?? (shape === "embedded" ? 1 : 4),
  });
  const command = options.jobProcess ?? builtJobProcess;
  const config = { state: places.state, dataRoot: places.dataRoot, storeUrl };
  const processes = new JobProcesses({ command, config, heap: limits.jobMemory }, Math.max(1, concurrency));
  const states = new AnalysisStates(environment, queue);
  const sources = new ResultSources(environment, folders);
  const upkeep = startUpkeep({ environment, queue, scheduler, logger });
  const worker =
    concurrency > 0 ? await startWorker({ environment, queue, processes, scheduler, limits, concurrency }) : undefined;
  const hider = new PathHider(places);
  return {
    ...{ shape, store, queue },
    hasDataRoot: places.dataRoot !== null,
    models: guarded(createModels(environment, scheduler, limits), hider),
    datasets: guarded(createDatasets(environment, limits), hider),
    analyses: guarded(createAnalyses({ environment, scheduler, states, sources, threads }), hider),
    results: guarded(createResults(environment, sources), hider),
    classResults: guarded(createClassResults(sources), hider),
    views: guarded(createViews(environment, sources), hider),
    annotations: guarded(createAnnotations(environment), hider),
    explanations: guarded(createExplanations(environment, scheduler, limits), hider),
    ping: async () => {
      await Promise.all([store.ping(), queue.ping()]);
    },
    close: async () => {
      upkeep.stop();
      states.close();
      await worker?.close({ force: true });
      await processes.close();
      await queue.close();
      await upkeep.ended;
      await store.close();
    },
  };
}

async function openPlaces({ state, dataRoot }: ServiceOptions): Promise<Places> {
  const folder = resolve(state);
  try {
    await mkdir(folder, { recursive: true });
  } catch (cause) {
    throw new GipfelError("STORAGE_FAILED", `the state folder ${state} cannot be made; choose another`, { cause });
  }
  if (dataRoot === undefined) return new Places(folder, null);
  const root = await realpath(dataRoot).catch((cause: unknown) => {
    throw new GipfelError("DATASET_NOT_FOUND", `the data root ${dataRoot} does not exist; give a folder`, { cause });
  });
  return new Places(folder, root);
}

async function openQueue(redisUrl: string | undefined, logger: ServiceLogger): Promise<JobQueue<Job, JobReport>> {
  const kinds = Object.keys(jobKinds) as JobKind[];
  const onError = (error: Error) => logger.warn({ err: error }, "the queue reports an error");
  if (redisUrl === undefined) return openInProcessQueue({ kinds, attempts, onError });
  return openRedisQueue({ kinds, attempts, onError, url: redisUrl });
}
