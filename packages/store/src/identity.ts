/** Database and artifact folder recognize each other by an id in both, before either can be swept by the other's measure. */
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { GipfelError } from "@gipfel/contracts";
import { ArtifactFiles } from "./artifacts/artifact-files.js";
import type { Context } from "./context.js";

/** Name of the file in the artifact folder that holds the id. */
export const marker = "store.id";
/** Rows that are looked for in a folder without a marker. */
const sampleSize = 1000;

/**
 * Refuses to make a database where its artifacts are already: it is missing, or is elsewhere.
 *
 * @param database path of a SQLite file
 * @throws GipfelError STATE_UNUSABLE
 */
export async function requireDatabaseOf(artifacts: string, database: string): Promise<void> {
  if (existsSync(database)) return;
  if ((await readMarker(artifacts)) === undefined && !(await new ArtifactFiles(artifacts).hasAny())) return;
  throw new GipfelError(
    "STATE_UNUSABLE",
    `invalid state: expected the database of ${artifacts}, got none at ${database}; bring it back from a backup, set ` +
      "DATABASE_URL and REDIS_URL if the folder is a cluster's, or choose another state folder",
  );
}

/**
 * Checks that the database and the folder belong together, and marks a folder that has no id yet.
 *
 * @param isNew whether the id of the database was made just now
 * @throws GipfelError STATE_UNUSABLE
 */
export async function recognize(context: Context, artifacts: string, isNew: boolean): Promise<void> {
  const { id } = await context.db.selectFrom("identities").select("id").executeTakeFirstOrThrow();
  const marked = await readMarker(artifacts);
  if (marked === id) return;
  const match = await matchFiles(context, artifacts);
  if (marked === undefined && match !== "different") return writeMarker(artifacts, id);
  if (marked !== undefined && isNew && match === "same") {
    // A database from before it had an id, brought back to a folder that has one.
    await context.db.updateTable("identities").set({ id: marked }).execute();
    return;
  }
  throw new GipfelError(
    "STATE_UNUSABLE",
    `invalid state: expected the artifacts of database ${id} in ${artifacts}, got those of ` +
      `${marked ?? "another"}; use the folder and the database that belong together, or choose an empty state folder ` +
      "for a new database",
  );
}

/** `empty`: neither has anything. */
async function matchFiles({ db }: Context, artifacts: string): Promise<"same" | "different" | "empty"> {
  const files = new ArtifactFiles(artifacts);
  const rows = await db.selectFrom("artifacts").select("hash").orderBy("hash").limit(sampleSize).execute();
  if (rows.length === 0) return (await files.hasAny()) ? "different" : "empty";
  for (const { hash } of rows) {
    if (/^[0-9a-f]{64}$/.test(hash) && (await files.stat(hash))) return "same";
  }
  return "different";
}

/** The id in an artifact folder; undefined where it has none. */
export async function readMarker(artifacts: string): Promise<string | undefined> {
  const text = await readFile(join(artifacts, marker), "utf8").catch(() => undefined);
  return text?.trim();
}

/** Marks an artifact folder, made where there is none, as that of a database. */
export async function writeMarker(artifacts: string, id: string): Promise<void> {
  await mkdir(artifacts, { recursive: true, mode: 0o700 });
  // Several processes may do so at once: none reads half of it.
  const draft = join(artifacts, `${marker}.${randomUUID()}`);
  await writeFile(draft, `${id}\n`);
  await rename(draft, join(artifacts, marker));
}
