/**
 * Keeps the queue filled with what the store says is unfinished. Everything here may be called at any time, by any number
 * of processes: the store decides who changes a status, and the queue takes each job once.
 */
import { readdir, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { type ErrorCode, errorCatalogue, type Job, type JobError } from "@gipfel/contracts";
import type { JobFailure, JobQueue } from "@gipfel/queue";
import type { Analysis } from "@gipfel/store";
import { flowOf } from "./analyses/flow.js";
import { readRun } from "./analyses/shard-rows.js";
import { damagedError, isDamage } from "./changes.js";
import type { Environment } from "./environment.js";
import { PathHider } from "./hide-paths.js";
import { jobIds, subjectOf } from "./job-ids.js";
import { checkOf, failedCheck, isCheckDue } from "./models/model-check.js";
import type { JobReport } from "./service.js";

/** Milliseconds that a folder stays whose record is unknown, since it may be about to be, and a draft that nobody touches. */
const folderGrace = 3_600_000;
/** Jobs: requests wait while a queue in this process takes them. */
const enqueuedAtOnce = 1000;

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
      await this.#enqueueSound(started);
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

  /** One that is damaged fails, so that it keeps no place of others. */
  async #enqueueSound(analysis: Analysis): Promise<void> {
    const { store } = this.#environment;
    const damage = analysis.damage ?? (await damageIn(() => this.enqueue(analysis)));
    if (damage === undefined) return;
    await store.analyses.fail(analysis.id, this.#told(damagedError("analysis", damage)));
    await this.#queue.cancel({ prefix: jobIds.ofAnalysis(analysis.id) });
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
    const error = this.#told({ code: failure.code ?? "JOB_FAILED", message: failure.message });
    if (kind === "model") {
      const model = await store.models.find(id);
      if (!model || model.damage !== undefined || checkOf(model) !== null) return;
      const inspection = isOfInput(error.code)
        ? { status: "refused", error }
        : { ...failedCheck(model, error, Date.now()) };
      await store.models.update(id, { inspection });
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
      await this.#enqueueSound(analysis);
    }
    await this.startQueued();
    for await (const model of pagesOf((cursor) => store.models.list({ cursor }))) {
      if (isCheckDue(model, Date.now())) await this.enqueueCheck(model.id);
    }
    const statuses = ["queued", "running"] as const;
    for await (const record of pagesOf((cursor) => store.explanations.list({ statuses: [...statuses], cursor }))) {
      const { id, damage } = record;
      if (damage === undefined) await this.enqueueExplanation(id);
      else await store.explanations.fail(id, this.#told(damagedError("explanation", damage)));
    }
    for await (const { id, damage } of pagesOf((cursor) => store.studies.list({ statuses: [...statuses], cursor }))) {
      if (damage === undefined) await this.enqueueStudy(id);
      else await store.studies.fail(id, this.#told(damagedError("study", damage)));
    }
    await this.#removeOrphans();
  }

  /** In one line, without what callers are not to know. */
  #told({ code, message }: JobError): JobError {
    return { code, message: this.#hider.text(message.split("\n")[0] ?? "").slice(0, 2000) || "a job failed" };
  }

  /** Folders of what was deleted, work of what has finished, which a job wrote to once more, and drafts. */
  async #removeOrphans(): Promise<void> {
    const { store, places } = this.#environment;
    for (const id of await readdir(places.allWork).catch(() => [])) {
      const analysis = await store.analyses.find(id);
      const isOrphan = analysis ? analysis.status === "finished" : await isOlder(places.work(id), folderGrace);
      if (isOrphan) await rm(places.work(id), { recursive: true, force: true });
    }
    for (const [folder, find] of [
      [places.allModels, (id: string) => store.models.find(id)],
      [places.allDatasets, (id: string) => store.datasets.find(id)],
    ] as const) {
      for (const id of await readdir(folder).catch(() => [])) {
        const isOrphan = (await isOlder(join(folder, id), folderGrace)) && !(await find(id));
        if (isOrphan) await rm(join(folder, id), { recursive: true, force: true });
      }
    }
    for (const name of await readdir(places.drafts).catch(() => [])) {
      const draft = join(places.drafts, name);
      if (await isOlder(draft, folderGrace)) await rm(draft, { recursive: true, force: true });
    }
  }
}

/** Why the work cannot be done, where a record is damaged; undefined where it was done. */
async function damageIn(work: () => Promise<void>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (!isDamage(error)) throw error;
    return error.message;
  }
}

/** Whether an error says something of what the caller gave, and not of the machine that was to work on it. */
function isOfInput(code: string): boolean {
  if (!Object.hasOwn(errorCatalogue, code) || code === "MODEL_NOT_FOUND") return false;
  return errorCatalogue[code as ErrorCode].status < 500;
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
