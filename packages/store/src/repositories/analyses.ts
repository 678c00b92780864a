import { releaseArtifacts } from "../artifacts/release.js";
import { type Context, exclusively, inTransaction } from "../context.js";
import { type Page, type PageRequest, pageOf, pageWindow } from "../pages.js";
import { type Analysis, analysisRows } from "../records/analysis.js";
import type { JobError, JobProgress, JobStatus, Transition } from "../records/job.js";
import type { ResultFile } from "../records/result-file.js";
import { type Change, changeOf, firstVersion, nextVersion, versionIs } from "../versions.js";
import { changeStatus, reportProgress } from "./jobs.js";
import { findFile, listFiles, replaceFiles } from "./owned-files.js";
import { freeClaims } from "./shards.js";
import { demandSubject } from "./subjects.js";

export type NewAnalysis = Pick<Analysis, "name" | "modelId" | "datasetId" | "options">;

export interface AnalysisFilter {
  readonly statuses?: readonly [JobStatus, ...JobStatus[]];
  readonly modelId?: string;
  readonly datasetId?: string;
}

/** What an analysis leaves: seconds per phase, and its files as artifacts. */
export interface AnalysisResult {
  readonly timings: Readonly<Record<string, number>>;
  readonly files: readonly ResultFile[];
}

/** Changes of status return the analysis as it is then, or nothing where its status was another and nothing happened. */
export class AnalysisRepository {
  constructor(private readonly context: Context) {}

  /** Queues an analysis. @throws GipfelError MODEL_NOT_FOUND, DATASET_NOT_FOUND */
  create(analysis: NewAnalysis): Promise<Analysis> {
    return inTransaction(this.context, (inside) => insert(inside, analysis));
  }

  /** Records an analysis that was finished elsewhere. @throws GipfelError MODEL_NOT_FOUND, DATASET_NOT_FOUND */
  register(analysis: NewAnalysis): Promise<Analysis> {
    const finishedAt = this.context.now();
    return inTransaction(this.context, (inside) => insert(inside, analysis, { status: "finished", finishedAt }));
  }

  /** Queues an analysis like another, but for what is given; nothing where there is no such other. */
  clone(id: string, changes: Partial<NewAnalysis> = {}): Promise<Analysis | undefined> {
    return inTransaction(this.context, async (inside) => {
      const original = await new AnalysisRepository(inside).find(id);
      return original && insert(inside, { ...original, ...changes }, { clonedFrom: id });
    });
  }

  async find(id: string): Promise<Analysis | undefined> {
    const row = await this.context.db.selectFrom("analyses").selectAll().where("id", "=", id).executeTakeFirst();
    return row && analysisRows.recover(row);
  }

  async list(request: PageRequest & AnalysisFilter = {}): Promise<Page<Analysis>> {
    const { limit, rows, below } = pageWindow(request);
    const { statuses = [], modelId, datasetId } = request;
    const found = await this.context.db
      .selectFrom("analyses")
      .selectAll()
      .where("id", "<", below)
      .$if(statuses.length > 0, (query) => query.where("status", "in", statuses))
      .$if(modelId !== undefined, (query) => query.where("modelId", "=", modelId ?? ""))
      .$if(datasetId !== undefined, (query) => query.where("datasetId", "=", datasetId ?? ""))
      .orderBy("id", "desc")
      .limit(rows)
      .execute();
    return pageOf(found.map(analysisRows.recover), limit);
  }

  /** @param version the change happens only to this version of the record. */
  async rename(id: string, name: string, version?: number): Promise<Change<Analysis>> {
    const { db, now } = this.context;
    const row = await db
      .updateTable("analyses")
      .set({ ...analysisRows.encode({ name }), ...nextVersion(now()) })
      .where("id", "=", id)
      .where("version", ...versionIs(version))
      .returningAll()
      .executeTakeFirst();
    return changeOf(row && analysisRows.recover(row), () => this.find(id));
  }

  /** Starts the analysis that has waited longest, unless `limit` are running; nothing where none is to be started. */
  startNext(limit: number): Promise<Analysis | undefined> {
    return exclusively(this.context, "start an analysis", async (inside) => {
      const count = inside.db.selectFrom("analyses").where("status", "=", "running");
      const { running } = await count.select(({ fn }) => fn.countAll<number>().as("running")).executeTakeFirstOrThrow();
      if (running >= limit) return undefined;
      const queued = inside.db.selectFrom("analyses").select("id").where("status", "=", "queued");
      const next = await queued.orderBy("id").limit(1).executeTakeFirst();
      return next && new AnalysisRepository(inside).#change(next.id, "start");
    });
  }

  /** Returns whether it is running, and so took the progress. */
  report(id: string, progress: JobProgress): Promise<boolean> {
    return reportProgress(this.context, "analyses", id, progress);
  }

  /** Ends a running analysis with its whole result. */
  finish(id: string, { timings, files }: AnalysisResult): Promise<Analysis | undefined> {
    return this.#change(id, "finish", null, async (inside) => {
      await inside.db.updateTable("analyses").set(analysisRows.encode({ timings })).where("id", "=", id).execute();
      await replaceFiles(inside, "analysisFiles", id, files);
    });
  }

  fail(id: string, error: JobError): Promise<Analysis | undefined> {
    return this.#change(id, "fail", error);
  }

  cancel(id: string): Promise<Analysis | undefined> {
    return this.#change(id, "cancel");
  }

  /** Queues a cancelled analysis again. Its finished shards stay done. */
  resume(id: string): Promise<Analysis | undefined> {
    return this.#change(id, "resume", null, (inside) => freeClaims(inside, id));
  }

  /** Queues a failed analysis again. Its finished shards stay done. */
  retry(id: string): Promise<Analysis | undefined> {
    return this.#change(id, "retry", null, (inside) => freeClaims(inside, id));
  }

  /** Takes all that belongs to it along; its artifacts go with a later sweep. Returns whether there was one. */
  async remove(id: string): Promise<boolean> {
    return inTransaction(this.context, async (inside) => {
      await releaseArtifacts(inside, "analyses", id);
      const { numDeletedRows } = await inside.db.deleteFrom("analyses").where("id", "=", id).executeTakeFirst();
      return numDeletedRows > 0n;
    });
  }

  /** Its result, by path; empty until it is finished. */
  files(id: string): Promise<ResultFile[]> {
    return listFiles(this.context, "analysisFiles", id);
  }

  file(id: string, path: string): Promise<ResultFile | undefined> {
    return findFile(this.context, "analysisFiles", id, path);
  }

  /** @param and what else happens if the status changes. */
  #change(
    id: string,
    transition: Transition,
    error: JobError | null = null,
    and: (inside: Context) => Promise<void> = async () => undefined,
  ): Promise<Analysis | undefined> {
    return inTransaction(this.context, async (inside) => {
      if (!(await changeStatus(inside, "analyses", id, transition, error))) return undefined;
      await and(inside);
      return new AnalysisRepository(inside).find(id);
    });
  }
}

async function insert(
  context: Context,
  analysis: NewAnalysis,
  state: Partial<Pick<Analysis, "status" | "finishedAt" | "clonedFrom">> = {},
): Promise<Analysis> {
  const { db, now, newId } = context;
  const { name, modelId, datasetId, options } = analysis;
  const record: Analysis = {
    ...{ id: newId(), name, modelId, datasetId, options, clonedFrom: null },
    ...{ status: "queued", progress: null, error: null, startedAt: null, finishedAt: null, timings: null },
    ...firstVersion(now()),
    ...state,
  };
  const row = analysisRows.encode(record);
  await demandSubject(context, "models", modelId);
  await demandSubject(context, "datasets", datasetId);
  await db.insertInto("analyses").values(row).execute();
  return record;
}
