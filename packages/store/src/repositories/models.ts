import { releaseArtifacts } from "../artifacts/release.js";
import { type Context, inTransaction } from "../context.js";
import { BrokenReference } from "../database/database-errors.js";
import { type Page, type PageRequest, pageOf, pageWindow } from "../pages.js";
import { type Model, modelRows } from "../records/model.js";
import { type Change, changeOf, firstVersion, nextVersion, type Removal, versionIs } from "../versions.js";

export type NewModel = Pick<Model, "name" | "format" | "hash" | "bytes" | "inspection">;

export class ModelRepository {
  constructor(private readonly context: Context) {}

  /** @param model its `hash` is that of an artifact. */
  async create(model: NewModel): Promise<Model> {
    const { db, now, newId } = this.context;
    const { name, format, hash, bytes, inspection } = model;
    const record = { id: newId(), name, format, hash, bytes, inspection, ...firstVersion(now()) };
    await db.insertInto("models").values(modelRows.encode(record)).execute();
    return record;
  }

  async find(id: string): Promise<Model | undefined> {
    const row = await this.context.db.selectFrom("models").selectAll().where("id", "=", id).executeTakeFirst();
    return row && modelRows.recover(row);
  }

  /** @param request with `hash`, only the models of that file. */
  async list(request: PageRequest & { hash?: string } = {}): Promise<Page<Model>> {
    const { limit, rows, below } = pageWindow(request);
    const { hash } = request;
    const found = await this.context.db
      .selectFrom("models")
      .selectAll()
      .where("id", "<", below)
      .$if(hash !== undefined, (query) => query.where("hash", "=", hash ?? ""))
      .orderBy("id", "desc")
      .limit(rows)
      .execute();
    return pageOf(found.map(modelRows.recover), limit);
  }

  /** @param version the change happens only to this version of the record. */
  async update(
    id: string,
    { name, inspection }: Partial<Pick<Model, "name" | "inspection">>,
    version?: number,
  ): Promise<Change<Model>> {
    const { db, now } = this.context;
    const row = await db
      .updateTable("models")
      .set({ ...modelRows.encode({ name, inspection }), ...nextVersion(now()) })
      .where("id", "=", id)
      .where("version", ...versionIs(version))
      .returningAll()
      .executeTakeFirst();
    return changeOf(row && modelRows.recover(row), () => this.find(id));
  }

  /** Takes its explanations with it. A model that analyses used stays. */
  async remove(id: string): Promise<Removal> {
    try {
      return await inTransaction(this.context, async (inside) => {
        await releaseArtifacts(inside, "models", id);
        const { numDeletedRows } = await inside.db.deleteFrom("models").where("id", "=", id).executeTakeFirst();
        return numDeletedRows > 0n ? "removed" : "missing";
      });
    } catch (error) {
      if (error instanceof BrokenReference) return "referenced";
      throw error;
    }
  }
}
