/** How far analyses are, for those who ask and those who watch. */
import type { AnalysisSettings, Job, JobProgress, ServiceAnalysis } from "@gipfel/contracts";
import type { JobEvent, JobQueue } from "@gipfel/queue";
import type { Analysis } from "@gipfel/store";
import { damagedError, damageOf, demandAny, isDamage, kinds } from "../changes.js";
import type { Environment } from "../environment.js";
import { subjectOf } from "../job-ids.js";
import type { AnalysisState, JobReport } from "../service.js";
import { AnalysisWatch } from "./analysis-watch.js";
import { readPartRecord, type SkippedImage } from "./part-record.js";
import { ProgressTracker } from "./progress-tracker.js";
import { defaultSettings, storedOptions } from "./settings.js";
import { readRun } from "./shard-rows.js";
import { isStopping } from "./stopping.js";

export class AnalysisStates {
  readonly #environment: Environment;
  readonly #queue: JobQueue<Job, JobReport>;
  readonly #tracker = new ProgressTracker();
  /** Skipped images of parts that are done, by the artifact of their record. */
  readonly #skipped = new Map<string, number>();
  readonly #watch = new AnalysisWatch((id, isFirst) => this.#look(id, isFirst));
  readonly #unsubscribe: () => void;

  constructor(environment: Environment, queue: JobQueue<Job, JobReport>) {
    this.#environment = environment;
    this.#queue = queue;
    this.#unsubscribe = queue.subscribe((event) => this.#hear(event));
  }

  /** A damaged one is shown as failed, whatever is damaged of it. */
  async show(record: Analysis): Promise<ServiceAnalysis> {
    try {
      return await this.#show(record);
    } catch (error) {
      if (!isDamage(error)) throw error;
      const damage = damageOf(record, kinds.analysis) ?? damagedError("analysis", error.message);
      return { ...shownAs(record, defaultSettings), status: "failed", error: damage };
    }
  }

  async #show(record: Analysis): Promise<ServiceAnalysis> {
    const shown = { ...this.fresh(record), progress: this.#progress(record), skipped: await this.#skippedOf(record) };
    // Where the queue is away, what the store says stands.
    const stopping = await isStopping(this.#environment, this.#queue, record).catch(() => false);
    return stopping ? { ...shown, status: "cancelling", finishedAt: null } : shown;
  }

  /** One that has just been made. */
  fresh(record: Analysis): ServiceAnalysis {
    return shownAs(record, storedOptions(record).settings);
  }

  forget(id: string): void {
    this.#tracker.forget(id);
    this.#watch.wake(id);
  }

  /** @throws GipfelError GRAPH_NOT_FOUND, SERVICE_BUSY */
  watch(id: string, listener: (state: AnalysisState) => void): Promise<() => void> {
    return this.#watch.watch(id, listener);
  }

  close(): void {
    this.#watch.close();
    this.#unsubscribe();
  }

  #hear(event: JobEvent<JobReport>): void {
    const { kind, id } = subjectOf(event.id);
    if (kind !== "analysis") return;
    if (event.type === "progress") this.#tracker.add(id, event.progress, performance.now());
    this.#watch.wake(id);
  }

  /** Where the store is away, it will be asked again; an analysis that was deleted has ended too. */
  async #look(id: string, isFirst: boolean): Promise<AnalysisState | undefined> {
    const { analyses } = this.#environment.store;
    if (isFirst) return stateOf(await this.show(demandAny(await analyses.find(id), kinds.analysis, id)));
    const record = await analyses.find(id).catch(() => null);
    if (record === null) return undefined;
    return record ? stateOf(await this.show(record)) : deleted;
  }

  #progress({ id, status, progress }: Analysis): JobProgress | null {
    if (status === "running") return this.#tracker.progress(id, progress);
    this.#tracker.forget(id);
    if (progress === null) return null;
    // The last report may have come before the end.
    const done = status === "finished" ? progress.total : progress.done;
    return { ...progress, done, rate: null, secondsLeft: null };
  }

  /** Images that could not be read so far. */
  async skippedImages(id: string): Promise<SkippedImage[]> {
    const { parts } = await readRun(this.#environment, id);
    const records = parts.map(({ hash }) => (hash === null ? undefined : readPartRecord(this.#environment, hash)));
    return (await Promise.all(records)).flatMap((record) => record?.skipped ?? []);
  }

  async #skippedOf({ id }: Analysis): Promise<number> {
    const { parts } = await readRun(this.#environment, id);
    let sum = 0;
    for (const { phase, hash } of parts) {
      if (phase !== "collect" || hash === null) continue;
      const known = this.#skipped.get(hash) ?? (await readPartRecord(this.#environment, hash))?.skipped.length ?? 0;
      this.#skipped.set(hash, known);
      sum += known;
    }
    return sum;
  }
}

const deleted: AnalysisState = { status: "cancelled", progress: null, skipped: 0, error: null };

function stateOf({ status, progress, skipped, error }: ServiceAnalysis): AnalysisState {
  return { status, progress, skipped, error };
}

function shownAs(record: Analysis, settings: AnalysisSettings): ServiceAnalysis {
  const { id, version, createdAt, updatedAt, name, modelId, datasetId } = record;
  const { status, error, startedAt, finishedAt, clonedFrom } = record;
  return {
    ...{ id, version, createdAt, updatedAt, name, modelId, datasetId, settings },
    ...{ status, progress: null, error, skipped: 0, startedAt, finishedAt, clonedFrom },
  };
}
