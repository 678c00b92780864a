import { rm } from "node:fs/promises";
import { Analysis, GipfelError, type JobStatus, parseAs, type ServiceAnalysis } from "@gipfel/contracts";
import type { EngineChoice } from "@gipfel/pipeline";
import { changed, damagedError, demand, demandAny, isDamage, kinds, missing } from "../changes.js";
import { createOnce } from "../create-once.js";
import type { Environment } from "../environment.js";
import type { Inquirer } from "../inquiries/inquirer.js";
import { demandReady, inputOf } from "../models/model-check.js";
import { type PageRequest, pageOf, pageThenGiven } from "../paging.js";
import type { JobBounds } from "../process/job-process.js";
import { forgetReference } from "../references/reference.js";
import type { ResultSources } from "../results/result-sources.js";
import type { Scheduler } from "../scheduler.js";
import type { Analyses } from "../service.js";
import type { AnalysisStates } from "./analysis-states.js";
import { estimateOf, likeIt } from "./estimate.js";
import { damagedFolder, folderAnalysis } from "./folder-analysis.js";
import { checkSettings, defaultSettings, type StoredOptions, storedOptions } from "./settings.js";
import { beginAnotherRun, readRun } from "./shard-rows.js";

export interface AnalysisServiceOptions {
  readonly environment: Environment;
  readonly scheduler: Scheduler;
  readonly states: AnalysisStates;
  readonly sources: ResultSources;
  readonly inquirer: Inquirer;
  /** Of an estimate. */
  readonly bounds: JobBounds;
  readonly threads: number;
  readonly computing: EngineChoice;
}

const isMissing = (error: unknown): error is GipfelError =>
  error instanceof GipfelError && error.code === "GRAPH_NOT_FOUND";
const parse = (answer: unknown) => parseAs(Analysis, answer, "STORE_CORRUPT", "answer");

export function createAnalyses(options: AnalysisServiceOptions): Analyses {
  const { environment, scheduler, states, sources, inquirer, bounds, threads, computing } = options;
  const { store, places } = environment;
  const find = async (id: string) => {
    if (!sources.isFolder(id)) return demand(await store.analyses.find(id), kinds.analysis, id);
    throw new GipfelError(
      "STATE_CONFLICT",
      `analysis ${id} is read-only: it was opened from a folder without its model and images`,
    );
  };
  const readyModel = async (modelId: string) =>
    demandReady(demand(await store.models.find(modelId), kinds.model, modelId), "an analysis takes one that is ready");
  const findAny = async (id: string) =>
    sources.isFolder(id) ? find(id) : demandAny(await store.analyses.find(id), kinds.analysis, id);
  const showFolder = async (id: string) => {
    try {
      return folderAnalysis(await sources.open(id));
    } catch (error) {
      if (!isDamage(error) && !isMissing(error)) throw error;
      return damagedFolder(id, damagedError("analysis", error.message));
    }
  };
  const conflict = ({ id, status }: { id: string; status: JobStatus }, expected: string) =>
    new GipfelError("STATE_CONFLICT", `analysis ${id} is ${status}; only one that is ${expected} can do that`);
  const queueAgain = async (id: string): Promise<ServiceAnalysis> => {
    await scheduler.demandQueue();
    const queued = (await store.analyses.resume(id)) ?? (await store.analyses.retry(id));
    if (!queued) throw conflict(await find(id), "cancelled or failed");
    states.forget(id);
    await scheduler.startQueued();
    return states.show(await find(id));
  };
  return {
    defaults: () => structuredClone(defaultSettings),
    list: async (page) => {
      const listStored = async (request: PageRequest) => {
        const { items, next } = await store.analyses.list(request);
        return { items: await Promise.all(items.map((item) => states.show(item))), next };
      };
      return pageThenGiven(page, listStored, await Promise.all(sources.folderIds.map(showFolder)));
    },
    create: async ({ modelId, datasetId, name, settings }, once) => {
      const stored: StoredOptions = { settings: { ...defaultSettings, ...settings }, threads, ...computing };
      const model = await readyModel(modelId);
      checkSettings(stored, inputOf(model));
      const dataset = demand(await store.datasets.find(datasetId), kinds.dataset, datasetId);
      await scheduler.demandQueue();
      const record = {
        name: name ?? `${model.name} on ${dataset.name}`.slice(0, 200),
        ...{ modelId, datasetId, options: { ...stored } },
      };
      const analysis = await createOnce(
        store,
        once,
        async ({ analyses }) => states.fresh(await analyses.create(record)),
        parse,
      );
      await scheduler.startQueued();
      return analysis;
    },
    estimate: async ({ modelId, datasetId, settings }) => {
      const stored: StoredOptions = { settings: { ...defaultSettings, ...settings }, threads, ...computing };
      checkSettings(stored, inputOf(await readyModel(modelId)));
      demand(await store.datasets.find(datasetId), kinds.dataset, datasetId);
      const inquiry = { kind: "estimate-analysis", modelId, datasetId, stored } as const;
      const estimated = await inquirer.ask(inquiry, `model/${modelId}`, bounds);
      const { items } = await store.analyses.list({ modelId, statuses: ["finished"], limit: 200 });
      const analysis = likeIt(
        items.filter(({ damage }) => damage === undefined),
        stored,
      );
      if (!analysis) return estimateOf(estimated, undefined);
      const { classes } = (await sources.open(analysis.id)).document;
      const images = classes.reduce((sum, one) => sum + one.images, 0);
      return estimateOf(estimated, { analysis, images, classes: classes.length });
    },
    show: async (id) => (sources.isFolder(id) ? showFolder(id) : states.show(await findAny(id))),
    skipped: async (id, page) => {
      if (sources.isFolder(id)) return pageOf(page, (await sources.open(id)).document.skippedImages);
      await find(id);
      if (await sources.isRegistered(id)) return pageOf(page, (await sources.open(id)).document.skippedImages);
      return pageOf(page, await states.skippedImages(id));
    },
    document: async (id) => {
      const { status } = sources.isFolder(id) ? await showFolder(id) : await find(id);
      if (status !== "finished") throw conflict({ id, status }, "finished");
      return (await sources.open(id)).document;
    },
    cancel: async (id) => {
      await scheduler.demandQueue();
      if (!(await store.analyses.cancel(id))) throw conflict(await find(id), "queued or running");
      await scheduler.stop(id);
      return states.show(await find(id));
    },
    resume: queueAgain,
    retry: async (id) => {
      const { status } = await find(id);
      if (status !== "cancelled" && status !== "failed") throw conflict({ id, status }, "cancelled or failed");
      await scheduler.demandQueue();
      const { number } = await readRun(environment, id);
      await beginAnotherRun(environment, id, number);
      await rm(places.run(id, number), { recursive: true, force: true });
      return queueAgain(id);
    },
    clone: async (id, { name, settings }, once) => {
      const original = await find(id);
      const kept = storedOptions(original).settings;
      const stored: StoredOptions = { settings: { ...kept, ...settings }, threads, ...computing };
      checkSettings(stored, inputOf(await readyModel(original.modelId)));
      await scheduler.demandQueue();
      const changes = { name: name ?? original.name, options: { ...stored } };
      const analysis = await createOnce(
        store,
        once,
        async ({ analyses }) => states.fresh(demand(await analyses.clone(id, changes), kinds.analysis, id)),
        parse,
      );
      await scheduler.startQueued();
      return analysis;
    },
    rename: async (id, { name }, version) => {
      await find(id);
      const renamed = changed(await store.analyses.rename(id, name, version), kinds.analysis, id);
      sources.forget(id);
      return states.show(renamed);
    },
    remove: async (id) => {
      await findAny(id);
      await scheduler.demandQueue();
      await store.analyses.cancel(id);
      if (!(await store.analyses.remove(id))) throw missing(kinds.analysis, id);
      await scheduler.stop(id);
      states.forget(id);
      sources.remove(id);
      await forgetReference(places, id);
      await rm(places.work(id), { recursive: true, force: true });
    },
    watch: async (id, listener) => {
      if (!sources.isFolder(id)) return states.watch(id, listener);
      listener(await showFolder(id));
      return () => undefined;
    },
  };
}
