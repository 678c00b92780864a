/** Row versions, which rise with each change, so that a client can change what it saw and nothing else. */
import { sql } from "kysely";

/** What became of a change that was asked for: the record as it is now, or why nothing changed. */
export type Change<Record> =
  | { readonly outcome: "changed"; readonly record: Record }
  /** It has another version than the caller knew; here as it is. */
  | { readonly outcome: "conflict"; readonly record: Record }
  | { readonly outcome: "missing" };

/** What became of a deletion. `referenced`: something else needs the record, so it is still there. */
export type Removal = "removed" | "referenced" | "missing";

/** Columns of a new record. */
export function firstVersion(now: string) {
  return { version: 1, createdAt: now, updatedAt: now };
}

/** Columns that each change sets. */
export function nextVersion(now: string) {
  return { version: sql<number>`version + 1`, updatedAt: now };
}

/** Condition on the column `version`: any where the caller states none. */
export function versionIs(version: number | undefined): [">" | "=", number] {
  return version === undefined ? [">", 0] : ["=", version];
}

/** @param find reads the record as it is now. */
export async function changeOf<Record>(
  changed: Record | undefined,
  find: () => Promise<Record | undefined>,
): Promise<Change<Record>> {
  if (changed !== undefined) return { outcome: "changed", record: changed };
  const record = await find();
  return record === undefined ? { outcome: "missing" } : { outcome: "conflict", record };
}
