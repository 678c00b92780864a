/** A copy of all that a service keeps, taken while it runs: the database first, then the files that it refers to. */
import { copyFile, readdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type BackupDocument, GipfelError, messageOf } from "@gipfel/contracts";
import { version } from "@gipfel/pipeline";
import { hashOfFile, StoreReader, syncFile, writeMarker } from "@gipfel/store";
import { Places } from "../places.js";
import { type CopiedStore, type CopyProgress, copyArtifacts, copyStore } from "./copy-store.js";
import { createWhole, writeSynced } from "./draft-folder.js";
import { dumpName, manifestName } from "./manifest.js";

export interface BackUpOptions {
  readonly state: string;
  /** Of a cluster. */
  readonly databaseUrl?: string;
  /** Dump of its database, made by pg_dump just before. */
  readonly dump?: string;
  /** Whether to go on without artifacts that are missing or damaged. */
  readonly skipsDamaged?: boolean;
  readonly onProgress?: CopyProgress;
}

/**
 * @param folder to be made; complete, or not there
 * @throws GipfelError OUTPUT_OCCUPIED, OPTION_INVALID for a cluster without a dump, STATE_UNUSABLE, STORE_CORRUPT where an
 *   artifact is missing or damaged, STORE_UNAVAILABLE, STORAGE_FAILED
 */
export async function backUpState(folder: string, options: BackUpOptions): Promise<BackupDocument> {
  const { databaseUrl, dump } = options;
  if (databaseUrl !== undefined && dump === undefined) {
    throw new GipfelError(
      "OPTION_INVALID",
      'a backup of a cluster requires --dump: first run pg_dump --format=custom --file=gipfel.dump "$DATABASE_URL", ' +
        "then gipfel backup FOLDER --dump gipfel.dump",
    );
  }
  if (databaseUrl === undefined && dump !== undefined) {
    throw new GipfelError("OPTION_INVALID", "--dump requires DATABASE_URL; without a cluster the database is copied");
  }
  return createWhole(resolve(folder), (draft) => fillBackup(draft, options));
}

async function fillBackup(folder: string, options: BackUpOptions): Promise<BackupDocument> {
  const [from, to] = [new Places(resolve(options.state), null), new Places(folder, null)];
  const { databaseUrl, dump, onProgress } = options;
  let copied: CopiedStore;
  if (databaseUrl === undefined) copied = await copyStore(from, to, onProgress);
  else {
    await copyDump(resolve(dump ?? ""), join(folder, dumpName));
    const live = await StoreReader.open(databaseUrl);
    copied = await copyArtifacts(live, from, to, onProgress).finally(() => live.close());
  }
  const { store, artifacts, bytes, faults } = copied;
  if (faults.length > 0 && !options.skipsDamaged) {
    const [{ owner, fault }] = faults;
    const more = faults.length > 1 ? ` and ${faults.length - 1} more` : "";
    throw new GipfelError(
      "STORE_CORRUPT",
      `the stored file of ${owner} is ${fault}${more}; gipfel check lists all, --skip-damaged goes on without them`,
    );
  }
  // After the database: a record comes before its reference.
  await copyReferences(from, to);
  await writeMarker(to.artifacts, store);
  const kind = databaseUrl === undefined ? "sqlite" : "postgres";
  const manifest: BackupDocument = {
    format: "gipfel-backup",
    version: 1,
    program: version,
    createdAt: new Date().toISOString(),
    store,
    database: { kind, hash: await hashOfFile(kind === "sqlite" ? to.database : join(folder, dumpName)) },
    ...{ artifacts, bytes, skipped: [...new Set(faults.map(({ hash }) => hash))] },
  };
  await writeSynced(join(folder, manifestName), `${JSON.stringify(manifest, null, 1)}\n`);
  return manifest;
}

async function copyDump(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to);
    await syncFile(to);
  } catch (cause) {
    throw new GipfelError("OPTION_INVALID", `invalid dump: expected a file of pg_dump, got ${messageOf(cause)}`, {
      cause,
    });
  }
}

/** Of models, data sets and analyses that stay with their owners. */
export async function copyReferences(from: Places, to: Places): Promise<void> {
  for (const name of await readdir(from.references).catch(() => [])) {
    if (name.endsWith(".json")) {
      await writeSynced(join(to.references, name), await readFile(join(from.references, name)));
    }
  }
}
