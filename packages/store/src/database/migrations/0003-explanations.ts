import type { Kysely } from "kysely";
import type { ColumnTypes } from "./column-types.js";

/** Explanations take seconds and mean nothing without their subject, so they go with it. */
export async function createExplanations(db: Kysely<unknown>, { text }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable("explanations")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("name", text, (column) => column.notNull())
    .addColumn("modelId", text, (column) => column.notNull().references("models.id").onDelete("cascade"))
    .addColumn("datasetId", text, (column) => column.references("datasets.id").onDelete("cascade"))
    .addColumn("analysisId", text, (column) => column.references("analyses.id").onDelete("cascade"))
    .addColumn("request", text, (column) => column.notNull())
    .addColumn("status", text, (column) => column.notNull())
    .addColumn("progress", text)
    .addColumn("error", text)
    .addColumn("startedAt", text)
    .addColumn("finishedAt", text)
    .addColumn("version", "bigint", (column) => column.notNull())
    .addColumn("createdAt", text, (column) => column.notNull())
    .addColumn("updatedAt", text, (column) => column.notNull())
    .execute();
  await db.schema.createIndex("explanationsByStatus").on("explanations").columns(["status", "id"]).execute();
  await db.schema.createIndex("explanationsByModel").on("explanations").columns(["modelId", "id"]).execute();
  await db.schema.createIndex("explanationsByDataset").on("explanations").columns(["datasetId", "id"]).execute();
  await db.schema.createIndex("explanationsByAnalysis").on("explanations").columns(["analysisId", "id"]).execute();

  await db.schema
    .createTable("explanationImages")
    .addColumn("explanationId", text, (column) => column.notNull().references("explanations.id").onDelete("cascade"))
    .addColumn("image", text, (column) => column.notNull())
    .addColumn("document", text, (column) => column.notNull())
    .addColumn("picture", text, (column) => column.notNull().references("artifacts.hash").onDelete("restrict"))
    .addColumn("map", text, (column) => column.references("artifacts.hash").onDelete("restrict"))
    .addPrimaryKeyConstraint("explanationImagesPrimaryKey", ["explanationId", "image"])
    .execute();
  await db.schema.createIndex("explanationImagesByPicture").on("explanationImages").column("picture").execute();
  await db.schema.createIndex("explanationImagesByMap").on("explanationImages").column("map").execute();
}
