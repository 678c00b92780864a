import { GipfelError } from "@gipfel/contracts";
import { releaseArtifacts } from "../artifacts/release.js";
import { type Context, inTransaction } from "../context.js";
import { BrokenReference } from "../database/database-errors.js";
import { type Page, type PageRequest, pageOf, pageWindow } from "../pages.js";
import { type Dataset, datasetRows } from "../records/dataset.js";
import { type Change, changeOf, firstVersion, nextVersion, type Removal, versionIs } from "../versions.js";

export type NewDataset = Pick<Dataset, "name" | "path" | "hash" | "images" | "classes">;

export class DatasetRepository {
  constructor(private readonly context: Context) {}

  /** @param dataset with a `path` or the `hash` of an artifact, the other null. */
  async create(dataset: NewDataset): Promise<Dataset> {
    const { db, now, newId } = this.context;
    const { name, path, hash, images, classes } = dataset;
    if ((path === null) === (hash === null)) {
      throw new GipfelError("OPTION_INVALID", "a data set is a path or an uploaded archive, and just one of them");
    }
    const record = { id: newId(), name, path, hash, images, classes, ...firstVersion(now()) };
    await db.insertInto("datasets").values(datasetRows.encode(record)).execute();
    return record;
  }

  async find(id: string): Promise<Dataset | undefined> {
    const row = await this.context.db.selectFrom("datasets").selectAll().where("id", "=", id).executeTakeFirst();
    return row && datasetRows.recover(row);
  }

  async list(request: PageRequest = {}): Promise<Page<Dataset>> {
    const { limit, rows, below } = pageWindow(request);
    const found = await this.context.db
      .selectFrom("datasets")
      .selectAll()
      .where("id", "<", below)
      .orderBy("id", "desc")
      .limit(rows)
      .execute();
    return pageOf(found.map(datasetRows.recover), limit);
  }

  /** @param version the change happens only to this version of the record. */
  async update(
    id: string,
    { name, images, classes }: Partial<Pick<Dataset, "name" | "images" | "classes">>,
    version?: number,
  ): Promise<Change<Dataset>> {
    const { db, now } = this.context;
    const row = await db
      .updateTable("datasets")
      .set({ ...datasetRows.encode({ name, images, classes }), ...nextVersion(now()) })
      .where("id", "=", id)
      .where("version", ...versionIs(version))
      .returningAll()
      .executeTakeFirst();
    return changeOf(row && datasetRows.recover(row), () => this.find(id));
  }

  /** Takes its explanations with it. A data set that analyses used stays. */
  async remove(id: string): Promise<Removal> {
    try {
      return await inTransaction(this.context, async (inside) => {
        await releaseArtifacts(inside, "datasets", id);
        const { numDeletedRows } = await inside.db.deleteFrom("datasets").where("id", "=", id).executeTakeFirst();
        return numDeletedRows > 0n ? "removed" : "missing";
      });
    } catch (error) {
      if (error instanceof BrokenReference) return "referenced";
      throw error;
    }
  }
}
