import { type Kysely, sql } from "kysely";
import type { ColumnTypes } from "./column-types.js";

/** Artifacts, and what analyses are about: models and data sets. An artifact cannot go while anything refers to it. */
export async function createSubjects(db: Kysely<unknown>, { text }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable("artifacts")
    .addColumn("hash", text, (column) => column.primaryKey())
    .addColumn("bytes", "bigint", (column) => column.notNull())
    .addColumn("writtenAt", text, (column) => column.notNull())
    .execute();
  await db.schema.createIndex("artifactsByWriting").on("artifacts").column("writtenAt").execute();

  await db.schema
    .createTable("models")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("name", text, (column) => column.notNull())
    .addColumn("format", text, (column) => column.notNull())
    .addColumn("hash", text, (column) => column.notNull().references("artifacts.hash").onDelete("restrict"))
    .addColumn("bytes", "bigint", (column) => column.notNull())
    .addColumn("inspection", text)
    .addColumn("version", "bigint", (column) => column.notNull())
    .addColumn("createdAt", text, (column) => column.notNull())
    .addColumn("updatedAt", text, (column) => column.notNull())
    .execute();
  await db.schema.createIndex("modelsByHash").on("models").column("hash").execute();

  await db.schema
    .createTable("datasets")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("name", text, (column) => column.notNull())
    .addColumn("path", text)
    .addColumn("hash", text, (column) => column.references("artifacts.hash").onDelete("restrict"))
    .addColumn("images", "bigint", (column) => column.notNull())
    .addColumn("classes", text, (column) => column.notNull())
    .addColumn("version", "bigint", (column) => column.notNull())
    .addColumn("createdAt", text, (column) => column.notNull())
    .addColumn("updatedAt", text, (column) => column.notNull())
    .addCheckConstraint("datasetsHaveOneSource", sql`(path is null) <> (hash is null)`)
    .execute();
  await db.schema.createIndex("datasetsByHash").on("datasets").column("hash").execute();
}
