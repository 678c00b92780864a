import { releaseArtifacts } from "../artifacts/release.js";
import { type Context, inTransaction } from "../context.js";
import { type Page, type PageRequest, pageOf, pageWindow } from "../pages.js";
import type { JobError, JobProgress, JobStatus, Transition } from "../records/job.js";
import { type Study, studyRows } from "../records/study.js";
import { firstVersion } from "../versions.js";
import { changeStatus, reportProgress } from "./jobs.js";
import { demandSubject } from "./subjects.js";

export type NewStudy = Pick<Study, "analysisId" | "kind" | "classId" | "request">;

/** Changes of status return the study as it is then, or nothing where its status was another and nothing happened. */
export class StudyRepository {
  constructor(private readonly context: Context) {}

  /** Queues a study. @throws GipfelError GRAPH_NOT_FOUND where there is no such analysis */
  create({ analysisId, kind, classId, request }: NewStudy): Promise<Study> {
    return inTransaction(this.context, async (inside) => {
      const record: Study = {
        ...{ id: inside.newId(), analysisId, kind, classId, request, result: null },
        ...{ status: "queued", progress: null, error: null, startedAt: null, finishedAt: null },
        ...firstVersion(inside.now()),
      };
      const row = studyRows.encode(record);
      await demandSubject(inside, "analyses", analysisId);
      await inside.db.insertInto("studies").values(row).execute();
      return record;
    });
  }

  async find(id: string): Promise<Study | undefined> {
    const row = await this.context.db.selectFrom("studies").selectAll().where("id", "=", id).executeTakeFirst();
    return row && studyRows.recover(row);
  }

  /** The latest of a kind about a class. */
  async latest({ analysisId, kind, classId }: Omit<NewStudy, "request">): Promise<Study | undefined> {
    const row = await this.context.db
      .selectFrom("studies")
      .selectAll()
      .where("analysisId", "=", analysisId)
      .where("classId", "=", classId)
      .where("kind", "=", kind)
      .orderBy("id", "desc")
      .limit(1)
      .executeTakeFirst();
    return row && studyRows.recover(row);
  }

  async list(request: PageRequest & { readonly statuses?: readonly JobStatus[] } = {}): Promise<Page<Study>> {
    const { limit, rows, below } = pageWindow(request);
    const { statuses = [] } = request;
    const found = await this.context.db
      .selectFrom("studies")
      .selectAll()
      .where("id", "<", below)
      .$if(statuses.length > 0, (query) => query.where("status", "in", statuses))
      .orderBy("id", "desc")
      .limit(rows)
      .execute();
    return pageOf(found.map(studyRows.recover), limit);
  }

  start(id: string): Promise<Study | undefined> {
    return this.#change(id, "start");
  }

  /** Returns whether it is running, and so took the progress. */
  report(id: string, progress: JobProgress): Promise<boolean> {
    return reportProgress(this.context, "studies", id, progress);
  }

  /** @param result hash of the artifact that answers it */
  finish(id: string, result: string): Promise<Study | undefined> {
    return this.#change(id, "finish", null, async ({ db }) => {
      await db.updateTable("studies").set(studyRows.encode({ result })).where("id", "=", id).execute();
    });
  }

  fail(id: string, error: JobError): Promise<Study | undefined> {
    return this.#change(id, "fail", error);
  }

  /** Returns whether there was one. */
  async remove(id: string): Promise<boolean> {
    return inTransaction(this.context, async (inside) => {
      await releaseArtifacts(inside, "studies", id);
      const { numDeletedRows } = await inside.db.deleteFrom("studies").where("id", "=", id).executeTakeFirst();
      return numDeletedRows > 0n;
    });
  }

  /** @param and what else happens if the status changes. */
  #change(
    id: string,
    transition: Transition,
    error: JobError | null = null,
    and: (inside: Context) => Promise<void> = async () => undefined,
  ): Promise<Study | undefined> {
    return inTransaction(this.context, async (inside) => {
      if (!(await changeStatus(inside, "studies", id, transition, error))) return undefined;
      await and(inside);
      return new StudyRepository(inside).find(id);
    });
  }
}
