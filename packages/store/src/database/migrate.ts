import { GipfelError } from "@gipfel/contracts";
import { type Kysely, Migrator, sql } from "kysely";
import type { Database } from "../records/tables.js";
import type { DialectName } from "./connect.js";
import { createSubjects } from "./migrations/0001-subjects.js";
import { createAnalyses } from "./migrations/0002-analyses.js";
import { createExplanations } from "./migrations/0003-explanations.js";
import { createAccess } from "./migrations/0004-access.js";
import { createStudies } from "./migrations/0005-studies.js";
import { createIdentity } from "./migrations/0006-identity.js";
import { addTokenExpiry } from "./migrations/0007-token-expiry.js";
import type { ColumnTypes } from "./migrations/column-types.js";

const columnTypes: Record<DialectName, ColumnTypes> = {
  sqlite: { text: "text" },
  // By code point, as SQLite does, so that both list in the same order.
  postgres: { text: sql`text collate "C"` },
};

/** In their order. One that was released never changes; later changes are further steps. */
const steps: Record<string, (db: Kysely<unknown>, types: ColumnTypes) => Promise<void>> = {
  "0001-subjects": createSubjects,
  "0002-analyses": createAnalyses,
  "0003-explanations": createExplanations,
  "0004-access": createAccess,
  "0005-studies": createStudies,
  "0006-identity": createIdentity,
  "0007-token-expiry": addTokenExpiry,
};

/**
 * Brings the tables up to date, in one transaction under a lock: of several processes that open a database at once, one
 * migrates and the others wait for it.
 *
 * @returns names of the steps that ran, none where the tables were up to date
 * @throws GipfelError STORE_UNAVAILABLE; STATE_UNUSABLE for a database of a newer version
 */
export async function migrate(db: Kysely<Database>, dialect: DialectName): Promise<readonly string[]> {
  const migrations = Object.fromEntries(
    Object.entries(steps).map(([name, step]) => [
      name,
      { up: (transaction: Kysely<unknown>) => step(transaction, columnTypes[dialect]) },
    ]),
  );
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  await refuseNewer(db);
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
  return results.map(({ migrationName }) => migrationName);
}

/**
 * For those who only read.
 *
 * @throws GipfelError STATE_UNUSABLE for a database of another version
 */
export async function requireCurrent(db: Kysely<Database>): Promise<void> {
  await refuseNewer(db);
  const done = new Set(await stepsOf(db));
  const open = Object.keys(steps).filter((name) => !done.has(name));
  if (open.length === 0) return;
  throw new GipfelError(
    "STATE_UNUSABLE",
    `invalid database: expected one of this version, got an older one (without ${open.join(", ")}); use the version of ` +
      "Gipfel that wrote it, or start gipfel serve once, which brings it up to date",
  );
}

/** Names of the steps that a database has seen; none of an empty one. */
async function stepsOf(db: Kysely<Database>): Promise<string[]> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === "kysely_migration")) return [];
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db);
  return rows.map(({ name }) => name);
}

async function refuseNewer(db: Kysely<Database>): Promise<void> {
  const unknown = (await stepsOf(db)).filter((name) => !Object.hasOwn(steps, name));
  if (unknown.length === 0) return;
  throw new GipfelError(
    "STATE_UNUSABLE",
    `invalid database: expected one of this version or an older one, got a newer one (${unknown.join(", ")}); ` +
      "start it with the newer version of Gipfel, or restore a backup from before the upgrade",
  );
}
