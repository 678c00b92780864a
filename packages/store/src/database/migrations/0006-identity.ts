import { randomUUID } from "node:crypto";
import { type Kysely, sql } from "kysely";
import type { ColumnTypes } from "./column-types.js";

/** The id that a database and its artifact folder share, and when artifacts lost the record that was deleted on request. */
export async function createIdentity(db: Kysely<unknown>, { text }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable("identities")
    .addColumn("id", text, (column) => column.primaryKey())
    .execute();
  await sql`insert into identities (id) values (${randomUUID()})`.execute(db);
  await db.schema.alterTable("artifacts").addColumn("releasedAt", text).execute();
  await db.schema.createIndex("artifactsByRelease").on("artifacts").column("releasedAt").execute();
}
