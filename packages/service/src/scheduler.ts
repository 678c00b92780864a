/**
 * Keeps the queue filled with what the store says is unfinished. Everything here may be called at any time, by any number
 * of processes: the store decides who changes a status, and the queue takes each job once.
 */
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import type { Job, JobError } from "@gipfel/contracts";
import type { JobFailure, JobQueue } from "@gipfel/queue";
import type { Analysis } from "@gipfel/store";
import { flowOf } from "./analyses/flow.js";
import { readRun } from "./analyses/shard-rows.js";
import type { Environment } from "./environment.js";
import { PathHider } from "./hide-paths.js";
import { jobIds, subjectOf } from "./job-ids.js";
import { needsCheck } from "./models/model-check.js";
import type { JobReport } from "./service.js";

/** Milliseconds that a work folder stays whose analysis is unknown: it may be about to be. */
const folderGrace = 3_600_000;
/** Jobs: requests wait while a queue in this process takes them. */
const enqueuedAtOnce = 1000;
/** Milliseconds that a draft stays which nobody touches: no upload and no job takes so long. */
const draftGrace = 48 * 3_600_000;

export interface SchedulerOptions {
  readonly environment: Environment;
  readonly queue: JobQueue<Job, JobReport>;
  /** How many analyses run at a time. */
  readonly limit: number;
}

export class Scheduler {
  readonly #environment: Environment;
  readonly #queue: JobQueue<Job, JobReport>;
  readonly #limit: number;
  readonly #hider: PathHider;

  constructor({ environment, queue, limit }: SchedulerOptions) {
    this.#environment = environment;
    this.#queue = queue;
    this.#limit = limit;
    this.#hider = new PathHider(environment.places);
  }

  /**
   * For those who are about to change a record and then the queue: where the second cannot be done, the first is not done
   * either, so that whoever asks again does not have it twice.
   *
   * @throws GipfelError QUEUE_UNAVAILABLE
   */
  demandQueue(): Promise<void> {
    return this.#queue.ping();
  }

  /** Starts analyses that wait, as many as may run. */
  async startQueued(): Promise<void> {
    const { store } = this.#environment;
    for (;;) {
      const started = await store.analyses.startNext(this.#limit);
      if (!started) return;
      await this.enqueue(started);
    }
  }

  /** Enqueues what an analysis still needs. */
  async enqueue(analysis: Pick<Analysis, "id" | "createdAt">): Promise<void> {
    // In the order of the phases, so that what a part waits for is known to the queue before.
    const flow = flowOf(analysis, await readRun(this.#environment, analysis.id));
    for (let start = 0; start < flow.length; start += enqueuedAtOnce) {
      await this.#queue.enqueue(flow.slice(start, start + enqueuedAtOnce));
      await nextTurn();
    }
  }

  async enqueueCheck(modelId: string): Promise<void> {
    await this.#queue.enqueue([{ id: jobIds.check(modelId), job: { kind: "check-model", modelId } }]);
  }

  async enqueueExplanation(explanationId: string): Promise<void> {
    await this.#queue.enqueue([{ id: jobIds.explain(explanationId), job: { kind: "explain", explanationId } }]);
  }

  async enqueueStudy(studyId: string): Promise<void> {
    await this.#queue.enqueue([{ id: jobIds.study(studyId), job: { kind: "study-analysis", studyId } }]);
  }

  /** Stops the jobs of an analysis that has ended, wherever they run, and gives its place to the next. */
  async stop(analysisId: string): Promise<void> {
    await this.#queue.cancel({ prefix: jobIds.ofAnalysis(analysisId) });
    await this.startQueued();
  }

  async stopExplanation(explanationId: string): Promise<void> {
    await this.#queue.cancel({ id: jobIds.explain(explanationId) });
  }

  async stopStudy(studyId: string): Promise<void> {
    await this.#queue.cancel({ id: jobIds.study(studyId) });
  }

  /** What follows from a job that is done. */
  async jobDone(jobId: string): Promise<void> {
    const { kind, id } = subjectOf(jobId);
    if (kind !== "analysis") return;
    const analysis = await this.#environment.store.analyses.find(id);
    if (analysis?.status === "running") {
      if (jobId === jobIds.plan(id)) await this.enqueue(analysis);
    } else await this.startQueued();
  }

  /** What follows from a job that has failed for good. */
  async jobFailed(jobId: string, failure: JobFailure): Promise<void> {
    const { store } = this.#environment;
    const { kind, id } = subjectOf(jobId);
    const error: JobError = {
      code: failure.code ?? "JOB_FAILED",
      message: this.#hider.text(failure.message.split("\n")[0] ?? "").slice(0, 2000) || "a job failed",
    };
    if (kind === "model") {
      const model = await store.models.find(id);
      if (model?.inspection === null) await store.models.update(id, { inspection: { status: "refused", error } });
    } else if (kind === "explanation") {
      await store.explanations.fail(id, error);
    } else if (kind === "study") {
      await store.studies.fail(id, error);
    } else if (await store.analyses.fail(id, error)) {
      await this.stop(id);
    }
  }

  /** Brings queue and folders in line with the store, after whatever happened. */
  async reconcile(): Promise<void> {
    const { store } = this.#environment;
    for await (const analysis of pagesOf((cursor) => store.analyses.list({ statuses: ["running"], cursor }))) {
      await this.enqueue(analysis);
    }
    await this.startQueued();
    for await (const model of pagesOf((cursor) => store.models.list({ cursor }))) {
      if (needsCheck(model)) await this.enqueueCheck(model.id);
    }
    const statuses = ["queued", "running"] as const;
    for await (const { id } of pagesOf((cursor) => store.explanations.list({ statuses: [...statuses], cursor }))) {
      await this.enqueueExplanation(id);
    }
    for await (const { id } of pagesOf((cursor) => store.studies.list({ statuses: [...statuses], cursor }))) {
      await this.enqueueStudy(id);
    }
    await this.#removeOrphans();
  }

  /** Work folders of analyses that were deleted or have finished, which a job wrote to once more, and drafts. */
  async #removeOrphans(): Promise<void> {
    const { store, places } = this.#environment;
    for (const id of await readdir(places.allWork).catch(() => [])) {
      const analysis = await store.analyses.find(id);
      const isOrphan = analysis ? analysis.status === "finished" : await isOlder(places.work(id), folderGrace);
      if (isOrphan) await rm(places.work(id), { recursive: true, force: true });
    }
    for (const name of await readdir(places.drafts).catch(() => [])) {
      const draft = join(places.drafts, name);
      if (await isOlder(draft, draftGrace)) await rm(draft, { recursive: true, force: true });
    }
  }
}

async function isOlder(path: string, milliseconds: number): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > milliseconds;
}

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

async function* pagesOf<T>(list: (cursor: string | undefined) => Promise<Page<T>>): AsyncGenerator<T> {
  let cursor: string | undefined;
  do {
    const page = await list(cursor);
    yield* page.items;
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
}
