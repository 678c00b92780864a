import type { Kysely } from "kysely";
import type { ColumnTypes } from "./column-types.js";

/** Tokens of the API, and the keys under which clients asked for creations. */
export async function createAccess(db: Kysely<unknown>, { text }: ColumnTypes): Promise<void> {
  await db.schema
    .createTable("tokens")
    .addColumn("id", text, (column) => column.primaryKey())
    .addColumn("name", text, (column) => column.notNull())
    .addColumn("role", text, (column) => column.notNull())
    .addColumn("hash", text, (column) => column.notNull().unique())
    .addColumn("createdAt", text, (column) => column.notNull())
    .execute();

  await db.schema
    .createTable("idempotencyKeys")
    .addColumn("owner", text, (column) => column.notNull())
    .addColumn("key", text, (column) => column.notNull())
    .addColumn("request", text, (column) => column.notNull())
    .addColumn("answer", text, (column) => column.notNull())
    .addColumn("expiresAt", text, (column) => column.notNull())
    .addPrimaryKeyConstraint("idempotencyKeysPrimaryKey", ["owner", "key"])
    .execute();
  await db.schema.createIndex("idempotencyKeysByExpiry").on("idempotencyKeys").column("expiresAt").execute();
}
