import { releaseArtifacts } from "../artifacts/release.js";
import { type Context, inTransaction } from "../context.js";
import { type Page, type PageRequest, pageOf, pageWindow } from "../pages.js";
import {
  type Explanation,
  type ExplanationImage,
  explanationImageRows,
  explanationRows,
} from "../records/explanation.js";
import type { JobError, JobProgress, JobStatus, Transition } from "../records/job.js";
import { firstVersion } from "../versions.js";
import { changeStatus, reportProgress } from "./jobs.js";
import { demandSubject } from "./subjects.js";

export type NewExplanation = Pick<Explanation, "name" | "modelId" | "datasetId" | "analysisId" | "request">;

export interface ExplanationFilter {
  readonly statuses?: readonly [JobStatus, ...JobStatus[]];
  readonly modelId?: string;
  readonly analysisId?: string;
}

/** Changes of status return the explanation as it is then, or nothing where its status was another and nothing happened. */
export class ExplanationRepository {
  constructor(private readonly context: Context) {}

  /** Queues an explanation. @throws GipfelError MODEL_NOT_FOUND, DATASET_NOT_FOUND, GRAPH_NOT_FOUND */
  create(explanation: NewExplanation): Promise<Explanation> {
    const { name, modelId, datasetId, analysisId, request } = explanation;
    return inTransaction(this.context, async (inside) => {
      const record: Explanation = {
        ...{ id: inside.newId(), name, modelId, datasetId, analysisId, request },
        ...{ status: "queued", progress: null, error: null, startedAt: null, finishedAt: null },
        ...firstVersion(inside.now()),
      };
      const row = explanationRows.encode(record);
      await demandSubject(inside, "models", modelId);
      await demandSubject(inside, "datasets", datasetId);
      await demandSubject(inside, "analyses", analysisId);
      await inside.db.insertInto("explanations").values(row).execute();
      return record;
    });
  }

  async find(id: string): Promise<Explanation | undefined> {
    const row = await this.context.db.selectFrom("explanations").selectAll().where("id", "=", id).executeTakeFirst();
    return row && explanationRows.recover(row);
  }

  async list(request: PageRequest & ExplanationFilter = {}): Promise<Page<Explanation>> {
    const { limit, rows, below } = pageWindow(request);
    const { statuses = [], modelId, analysisId } = request;
    const found = await this.context.db
      .selectFrom("explanations")
      .selectAll()
      .where("id", "<", below)
      .$if(statuses.length > 0, (query) => query.where("status", "in", statuses))
      .$if(modelId !== undefined, (query) => query.where("modelId", "=", modelId ?? ""))
      .$if(analysisId !== undefined, (query) => query.where("analysisId", "=", analysisId ?? ""))
      .orderBy("id", "desc")
      .limit(rows)
      .execute();
    return pageOf(found.map(explanationRows.recover), limit);
  }

  start(id: string): Promise<Explanation | undefined> {
    return this.#change(id, "start");
  }

  /** Returns whether it is running, and so took the progress. */
  report(id: string, progress: JobProgress): Promise<boolean> {
    return reportProgress(this.context, "explanations", id, progress);
  }

  /** Takes the result for one image of a running explanation. Returns false where it has one, or is not running. */
  addImage(id: string, result: Omit<ExplanationImage, "explanationId">): Promise<boolean> {
    const { image, document, picture, map } = result;
    const row = explanationImageRows.encode({ explanationId: id, image, document, picture, map });
    return inTransaction(this.context, async ({ db, dialect }) => {
      const running = await db
        .selectFrom("explanations")
        .select("id")
        .where("id", "=", id)
        .where("status", "=", "running")
        .$if(dialect === "postgres", (query) => query.forShare())
        .executeTakeFirst();
      if (!running) return false;
      const { numInsertedOrUpdatedRows } = await db
        .insertInto("explanationImages")
        .values(row)
        .onConflict((conflict) => conflict.columns(["explanationId", "image"]).doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows !== 0n;
    });
  }

  /** Results so far, by image. */
  async images(id: string): Promise<ExplanationImage[]> {
    const rows = await this.context.db
      .selectFrom("explanationImages")
      .selectAll()
      .where("explanationId", "=", id)
      .orderBy("image")
      .execute();
    return rows.map(explanationImageRows.decode);
  }

  finish(id: string): Promise<Explanation | undefined> {
    return this.#change(id, "finish");
  }

  fail(id: string, error: JobError): Promise<Explanation | undefined> {
    return this.#change(id, "fail", error);
  }

  cancel(id: string): Promise<Explanation | undefined> {
    return this.#change(id, "cancel");
  }

  /** Queues a failed explanation again. Its results stay. */
  retry(id: string): Promise<Explanation | undefined> {
    return this.#change(id, "retry");
  }

  /** Takes its results along. Returns whether there was one. */
  async remove(id: string): Promise<boolean> {
    return inTransaction(this.context, async (inside) => {
      await releaseArtifacts(inside, "explanations", id);
      const { numDeletedRows } = await inside.db.deleteFrom("explanations").where("id", "=", id).executeTakeFirst();
      return numDeletedRows > 0n;
    });
  }

  #change(id: string, transition: Transition, error: JobError | null = null): Promise<Explanation | undefined> {
    return inTransaction(this.context, async (inside) => {
      const isChanged = await changeStatus(inside, "explanations", id, transition, error);
      return isChanged ? new ExplanationRepository(inside).find(id) : undefined;
    });
  }
}
