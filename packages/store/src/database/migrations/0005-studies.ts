import type { Kysely } from "kysely";
import type { ColumnTypes } from "./column-types.js";

/** Studies are about an analysis and go with it. */
export async function createStudies(db: Kysely<unknown>, { text }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable("studies")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("analysisId", text, (column) => column.notNull().references("analyses.id").onDelete("cascade"))
    .addColumn("kind", text, (column) => column.notNull())
    .addColumn("classId", text, (column) => column.notNull())
    .addColumn("request", text, (column) => column.notNull())
    .addColumn("result", text, (column) => column.references("artifacts.hash").onDelete("restrict"))
    .addColumn("status", text, (column) => column.notNull())
    .addColumn("progress", text)
    .addColumn("error", text)
    .addColumn("startedAt", text)
    .addColumn("finishedAt", text)
    .addColumn("version", "bigint", (column) => column.notNull())
    .addColumn("createdAt", text, (column) => column.notNull())
    .addColumn("updatedAt", text, (column) => column.notNull())
    .execute();
  await db.schema.createIndex("studiesByStatus").on("studies").columns(["status", "id"]).execute();
  await db.schema
    .createIndex("studiesByClass")
    .on("studies")
    .columns(["analysisId", "classId", "kind", "id"])
    .execute();
  await db.schema.createIndex("studiesByResult").on("studies").column("result").execute();
}
