import type { Kysely } from "kysely";
import type { ColumnTypes } from "./column-types.js";

/** Analyses and all that goes with one when it is deleted. Its model and data set cannot go before it. */
export async function createAnalyses(db: Kysely<unknown>, { text }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable("analyses")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("name", text, (column) => column.notNull())
    .addColumn("modelId", text, (column) => column.notNull().references("models.id").onDelete("restrict"))
    .addColumn("datasetId", text, (column) => column.notNull().references("datasets.id").onDelete("restrict"))
    .addColumn("options", text, (column) => column.notNull())
    .addColumn("status", text, (column) => column.notNull())
    .addColumn("progress", text)
    .addColumn("error", text)
    .addColumn("startedAt", text)
    .addColumn("finishedAt", text)
    .addColumn("timings", text)
    .addColumn("clonedFrom", text, (column) => column.references("analyses.id").onDelete("set null"))
    .addColumn("version", "bigint", (column) => column.notNull())
    .addColumn("createdAt", text, (column) => column.notNull())
    .addColumn("updatedAt", text, (column) => column.notNull())
    .execute();
  await db.schema.createIndex("analysesByStatus").on("analyses").columns(["status", "id"]).execute();
  await db.schema.createIndex("analysesByModel").on("analyses").columns(["modelId", "id"]).execute();
  await db.schema.createIndex("analysesByDataset").on("analyses").columns(["datasetId", "id"]).execute();
  await db.schema.createIndex("analysesByOrigin").on("analyses").column("clonedFrom").execute();

  await db.schema
    .createTable("shards")
    .addColumn("analysisId", text, (column) => column.notNull().references("analyses.id").onDelete("cascade"))
    .addColumn("phase", text, (column) => column.notNull())
    .addColumn("key", text, (column) => column.notNull())
    .addColumn("status", text, (column) => column.notNull())
    .addColumn("hash", text, (column) => column.references("artifacts.hash").onDelete("restrict"))
    .addColumn("worker", text)
    .addColumn("leasedUntil", text)
    .addColumn("attempts", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("shardsPrimaryKey", ["analysisId", "phase", "key"])
    .execute();
  await db.schema.createIndex("shardsByHash").on("shards").column("hash").execute();
  await db.schema.createIndex("shardsByWorker").on("shards").column("worker").execute();

  await db.schema
    .createTable("views")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("analysisId", text, (column) => column.notNull().references("analyses.id").onDelete("cascade"))
    .addColumn("name", text, (column) => column.notNull())
    .addColumn("edits", text, (column) => column.notNull())
    .addColumn("state", text)
    .addColumn("version", "bigint", (column) => column.notNull())
    .addColumn("createdAt", text, (column) => column.notNull())
    .addColumn("updatedAt", text, (column) => column.notNull())
    .execute();
  await db.schema.createIndex("viewsByAnalysis").on("views").columns(["analysisId", "id"]).execute();

  for (const [table, owner] of [
    ["analysisFiles", "analyses.id"],
    ["viewFiles", "views.id"],
  ] as const) {
    await db.schema
      .createTable(table)
      .addColumn("ownerId", text, (column) => column.notNull().references(owner).onDelete("cascade"))
      .addColumn("path", text, (column) => column.notNull())
      .addColumn("hash", text, (column) => column.notNull().references("artifacts.hash").onDelete("restrict"))
      .addColumn("bytes", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint(`${table}PrimaryKey`, ["ownerId", "path"])
      .execute();
    await db.schema.createIndex(`${table}ByHash`).on(table).column("hash").execute();
  }

  await db.schema
    .createTable("annotations")
    .addColumn("analysisId", text, (column) => column.notNull().references("analyses.id").onDelete("cascade"))
    .addColumn("node", text, (column) => column.notNull())
    .addColumn("name", text)
    .addColumn("note", text, (column) => column.notNull())
    .addColumn("version", "bigint", (column) => column.notNull())
    .addColumn("createdAt", text, (column) => column.notNull())
    .addColumn("updatedAt", text, (column) => column.notNull())
    .addPrimaryKeyConstraint("annotationsPrimaryKey", ["analysisId", "node"])
    .execute();
}
