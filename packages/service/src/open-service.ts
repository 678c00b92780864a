import { realpath, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { GipfelError, type Job, type JobKind } from "@gipfel/contracts";
import { defaultOptions, type EngineChoice, resolveDevice } from "@gipfel/pipeline";
import { type JobQueue, openInProcessQueue, openRedisQueue } from "@gipfel/queue";
import { openStore } from "@gipfel/store";
import { createAnalyses } from "./analyses/analysis-service.js";
import { AnalysisStates } from "./analyses/analysis-states.js";
import { diskSpace, UploadBudget } from "./callers/upload-budget.js";
import { createDatasets } from "./datasets/dataset-service.js";
import type { Environment } from "./environment.js";
import { createExplanations } from "./explanations/explanation-service.js";
import { guarded, PathHider } from "./hide-paths.js";
import { Inquirer } from "./inquiries/inquirer.js";
import { createModels } from "./models/model-service.js";
import { Places } from "./places.js";
import { builtJobProcess } from "./process/job-process.js";
import { JobProcesses } from "./process/job-processes.js";
import type { OpenedFolder } from "./references/opened-folder.js";
import { registerFolder } from "./references/register-folder.js";
import { createClassResults } from "./results/class-results.js";
import { createResults } from "./results/result-service.js";
import { ResultSources } from "./results/result-sources.js";
import { retainResults } from "./retention.js";
import { Scheduler } from "./scheduler.js";
import type { JobReport, Service } from "./service.js";
import { defaultLimits, type ServiceLogger, type ServiceOptions } from "./service-options.js";
import { startWorker } from "./start-worker.js";
import { lockState, openStateFolder } from "./state-folder.js";
import { createStudies } from "./studies/study-service.js";
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
  "draw-concepts": true,
  "write-graphs": true,
  explain: true,
  "study-analysis": true,
};

/** How often a job may fail by itself. */
const attempts = 5;

/** Each takes a processor, beside those of the jobs. */
const inquiriesAtOnce = 2;

const silent: ServiceLogger = { info: () => undefined, warn: () => undefined };

/**
 * Opens the service in one of its two shapes: over SQLite and a queue in this process, or over PostgreSQL and Redis. What
 * was unfinished goes on.
 *
 * @throws GipfelError OPTION_INVALID, DATASET_NOT_FOUND for a data root that is none, STORE_UNAVAILABLE, QUEUE_UNAVAILABLE,
 *   ENGINE_UNAVAILABLE, STATE_UNUSABLE
 */
export async function openService(options: ServiceOptions): Promise<Service> {
  const { concurrency = 1, threads = 1, folders = [], logger = silent, redisUrl, retention = {} } = options;
  const shape = redisUrl === undefined ? "embedded" : "cluster";
  const limits = { ...defaultLimits, ...options.limits };
  const computing = chooseComputing(options, concurrency);
  const places = await openPlaces(options);
  const storeUrl = options.storeUrl ?? `file:${places.database}`;
  const lock = shape === "embedded" ? await lockState(places) : undefined;
  const store = await openStore({ url: storeUrl, artifacts: places.artifacts, logger }).catch(
    async (error: unknown) => {
      await lock?.release();
      throw error;
    },
  );
  // Nobody else can be working here: what is half done was left behind.
  if (lock) await Promise.all([rm(places.drafts, { recursive: true, force: true }), store.artifacts.removeDrafts()]);
  const environment: Environment = { store, places };
  const { queue, bullMq } = await openQueue(options, logger).catch(async (error: unknown) => {
    await store.close();
    await lock?.release();
    throw error;
  });
  const scheduler = new Scheduler({
    ...{ environment, queue },
    limit: options.runningAnalyses ?? (shape === "embedded" ? 1 : 4),
  });
  const command = options.jobProcess ?? builtJobProcess;
  const config = { state: places.state, dataRoot: places.dataRoot, storeUrl, computing };
  const processes = new JobProcesses({ command, config, heap: limits.jobMemory }, Math.max(1, concurrency));
  const inquirer = new Inquirer(
    new JobProcesses({ command, config, heap: limits.jobMemory }, inquiriesAtOnce),
    inquiriesAtOnce,
  );
  const bounds = { seconds: limits.checkSeconds, memory: limits.checkMemory };
  const states = new AnalysisStates(environment, queue);
  const opened: OpenedFolder[] = [];
  for (const folder of folders) {
    opened.push(
      shape === "embedded"
        ? await registerFolder(environment, folder, { ...computing, threads })
        : { id: folder.id, path: folder.path, analysisId: folder.id, readOnly: "workers of a cluster do not see it" },
    );
  }
  const sources = new ResultSources(environment, opened);
  const uploads = new UploadBudget(() => diskSpace(places.state));
  const analyses = createAnalyses({ environment, scheduler, states, sources, inquirer, bounds, threads, computing });
  const retain = () => retainResults({ store, analyses, retention, logger });
  const upkeep = startUpkeep({ environment, queue, scheduler, logger, retention, retain });
  const worker =
    concurrency > 0
      ? await startWorker({ environment, queue, processes, scheduler, limits, concurrency, logger })
      : undefined;
  const hider = new PathHider(places);
  return {
    ...{ shape, store, queue, bullMq, folders: opened },
    hasDataRoot: places.dataRoot !== null,
    models: guarded(createModels({ environment, scheduler, inquirer, limits, uploads }), hider),
    datasets: guarded(createDatasets(environment, inquirer, limits, uploads), hider),
    analyses: guarded(analyses, hider),
    results: guarded(createResults(environment, sources), hider),
    classResults: guarded(createClassResults(sources), hider),
    studies: guarded(createStudies(environment, sources, scheduler), hider),
    views: guarded(createViews(environment, sources), hider),
    annotations: guarded(createAnnotations(environment), hider),
    explanations: guarded(createExplanations(environment, scheduler, limits, uploads), hider),
    ping: async () => {
      await Promise.all([store.ping(), queue.ping()]);
    },
    close: async () => {
      upkeep.stop();
      states.close();
      await worker?.close({ force: true });
      await processes.close();
      await inquirer.close();
      await sources.close();
      await queue.close();
      await upkeep.ended;
      await store.close();
      await lock?.release();
    },
  };
}

/** A process that does jobs knows its devices; one that does none leaves `auto` to those that do. */
function chooseComputing(options: ServiceOptions, concurrency: number): EngineChoice {
  const { engine = defaultOptions.engine, device = defaultOptions.device } = options;
  return { engine, device: concurrency > 0 ? resolveDevice({ engine, device }) : device };
}

async function openPlaces({ state, dataRoot }: ServiceOptions): Promise<Places> {
  const folder = resolve(state);
  await openStateFolder(new Places(folder, null));
  if (dataRoot === undefined) return new Places(folder, null);
  const root = await realpath(dataRoot).catch((cause: unknown) => {
    throw new GipfelError("DATASET_NOT_FOUND", `the data root ${dataRoot} does not exist; give a folder`, { cause });
  });
  return new Places(folder, root);
}

interface OpenQueue extends Pick<Service, "bullMq"> {
  readonly queue: JobQueue<Job, JobReport>;
}

async function openQueue({ redisUrl, lockSeconds }: ServiceOptions, logger: ServiceLogger): Promise<OpenQueue> {
  const kinds = Object.keys(jobKinds) as JobKind[];
  const onError = (error: Error) => logger.warn({ err: error }, "the queue reports an error");
  if (redisUrl === undefined) return { queue: openInProcessQueue({ kinds, attempts, onError }), bullMq: null };
  const lock = lockSeconds === undefined ? {} : { lockDuration: lockSeconds * 1000 };
  const queue = await openRedisQueue<Job, JobReport>({ kinds, attempts, onError, url: redisUrl, ...lock });
  return { queue, bullMq: queue.bullMq };
}
