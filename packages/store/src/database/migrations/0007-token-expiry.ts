import type { Kysely } from "kysely";
import type { ColumnTypes } from "./column-types.js";

/** Until when tokens hold, and when they were last used; tokens from before hold for ever. */
export async function addTokenExpiry(db: Kysely<unknown>, { text }: ColumnTypes): Promise<void> {
  await db.schema.alterTable("tokens").addColumn("expiresAt", text).execute();
  await db.schema.alterTable("tokens").addColumn("lastUsedAt", text).execute();
}
