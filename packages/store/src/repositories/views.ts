import { type Context, inTransaction } from "../context.js";
import type { ResultFile } from "../records/result-file.js";
import { type View, viewRows } from "../records/view.js";
import { type Change, changeOf, firstVersion, nextVersion, versionIs } from "../versions.js";
import { findFile, listFiles, removeFiles, replaceFiles } from "./owned-files.js";
import { demandSubject } from "./subjects.js";

export type NewView = Pick<View, "analysisId" | "name" | "edits" | "state">;

export class ViewRepository {
  constructor(private readonly context: Context) {}

  /** @throws GipfelError GRAPH_NOT_FOUND where there is no such analysis */
  create(view: NewView): Promise<View> {
    const { analysisId, name, edits, state } = view;
    return inTransaction(this.context, async (inside) => {
      const record = { id: inside.newId(), analysisId, name, edits, state, ...firstVersion(inside.now()) };
      const row = viewRows.encode(record);
      await demandSubject(inside, "analyses", analysisId);
      await inside.db.insertInto("views").values(row).execute();
      return record;
    });
  }

  async find(id: string): Promise<View | undefined> {
    const row = await this.context.db.selectFrom("views").selectAll().where("id", "=", id).executeTakeFirst();
    return row && viewRows.recover(row);
  }

  /** All views of an analysis, in the order they were made. */
  async list(analysisId: string): Promise<View[]> {
    const rows = await this.context.db
      .selectFrom("views")
      .selectAll()
      .where("analysisId", "=", analysisId)
      .orderBy("id")
      .execute();
    return rows.map(viewRows.recover);
  }

  /**
   * Other edits make other graphs: the files go that were computed from those before.
   *
   * @param version the change happens only to this version of the record.
   */
  update(
    id: string,
    { name, edits, state }: Partial<Pick<View, "name" | "edits" | "state">>,
    version?: number,
  ): Promise<Change<View>> {
    return inTransaction(this.context, async (inside) => {
      const row = await inside.db
        .updateTable("views")
        .set({ ...viewRows.encode({ name, edits, state }), ...nextVersion(inside.now()) })
        .where("id", "=", id)
        .where("version", ...versionIs(version))
        .returningAll()
        .executeTakeFirst();
      if (row && edits !== undefined) await removeFiles(inside, "viewFiles", id);
      return changeOf(row && viewRows.recover(row), () => new ViewRepository(inside).find(id));
    });
  }

  /** Returns whether there was one. */
  async remove(id: string): Promise<boolean> {
    const { numDeletedRows } = await this.context.db.deleteFrom("views").where("id", "=", id).executeTakeFirst();
    return numDeletedRows > 0n;
  }

  /**
   * Takes the graphs that were computed for a version of the view, as a whole. Returns false where the view has another
   * version by now.
   */
  setFiles(id: string, version: number, files: readonly ResultFile[]): Promise<boolean> {
    return inTransaction(this.context, async (inside) => {
      const view = await inside.db
        .selectFrom("views")
        .select("id")
        .where("id", "=", id)
        .where("version", "=", version)
        .$if(inside.dialect === "postgres", (query) => query.forUpdate())
        .executeTakeFirst();
      if (!view) return false;
      await replaceFiles(inside, "viewFiles", id, files);
      return true;
    });
  }

  /** Graphs of the view, by path; empty until they are computed. */
  files(id: string): Promise<ResultFile[]> {
    return listFiles(this.context, "viewFiles", id);
  }

  file(id: string, path: string): Promise<ResultFile | undefined> {
    return findFile(this.context, "viewFiles", id, path);
  }
}
