/** A state folder out of a backup: all of it is verified, and the database comes last, so that half of it starts nothing. */
import { copyFile, readdir, rename, rm } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type BackupDocument, GipfelError, messageOf } from "@gipfel/contracts";
import { ArtifactFiles, copyArtifact, hashOfFile, StoreReader, syncFile, writeMarker } from "@gipfel/store";
import { Places } from "../places.js";
import { lockState, openStateFolder } from "../state-folder.js";
import { copyReferences } from "./back-up-state.js";
import type { CopyProgress } from "./copy-store.js";
import { requireEmpty, syncFolders, writeSynced } from "./draft-folder.js";
import { dumpName, readManifest } from "./manifest.js";

export interface RestoreOptions {
  /** Empty, or not there; or left by a restoration that was cut short. */
  readonly state: string;
  /** Of a cluster, whose database pg_restore has brought back. */
  readonly databaseUrl?: string;
  readonly onProgress?: CopyProgress;
}

/** Lies in a state folder while it is restored. */
const unfinishedName = "restore.unfinished";

/**
 * @throws GipfelError OUTPUT_OCCUPIED where the state folder holds anything; STATE_UNUSABLE for what is no backup or one of
 *   another kind of database; STORE_CORRUPT for a damaged backup; STORAGE_FAILED
 */
export async function restoreState(backup: string, options: RestoreOptions): Promise<BackupDocument> {
  const [from, to] = [new Places(resolve(backup), null), new Places(resolve(options.state), null)];
  const manifest = await readManifest(from.state);
  await requireDatabase(from.state, manifest, options.databaseUrl);
  await requireRestorable(to.state);
  await openStateFolder(to);
  await writeSynced(join(to.state, unfinishedName), `${from.state}\n`);
  const lock = await lockState(to);
  try {
    await clear(to);
    // From here on nothing starts there without the database.
    await writeMarker(to.artifacts, manifest.store);
    await restoreArtifacts(from, to, manifest, options);
    await copyReferences(from, to);
    if (manifest.database.kind === "sqlite") await restoreDatabase(from, to, manifest);
    await syncFolders(to.state);
    await rm(join(to.state, unfinishedName));
  } finally {
    await lock.release();
  }
  return manifest;
}

async function requireDatabase(
  folder: string,
  { database, store }: BackupDocument,
  databaseUrl?: string,
): Promise<void> {
  if (database.kind === "sqlite") {
    if (databaseUrl === undefined) return;
    const message = "invalid backup: expected one of a cluster, got one without; unset DATABASE_URL and REDIS_URL";
    throw new GipfelError("STATE_UNUSABLE", message);
  }
  const dump = join(folder, dumpName);
  if (databaseUrl === undefined) {
    const message = `a backup of a cluster requires DATABASE_URL; first run pg_restore --no-owner --dbname="$DATABASE_URL" ${dump}`;
    throw new GipfelError("STATE_UNUSABLE", message);
  }
  const reader = await StoreReader.open(databaseUrl);
  const id = await reader.id().finally(() => reader.close());
  if (id === store) return;
  throw new GipfelError(
    "STATE_UNUSABLE",
    `invalid database: expected that of the backup, ${store}, got ${id}; first run pg_restore --no-owner ` +
      `--dbname="$DATABASE_URL" ${dump}`,
  );
}

async function requireRestorable(state: string): Promise<void> {
  const names: string[] = await readdir(state).catch(() => []);
  if (!names.includes(unfinishedName)) await requireEmpty(state);
}

/** What a restoration left that was cut short. */
async function clear(to: Places): Promise<void> {
  for (const path of [to.artifacts, to.references, to.database, `${to.database}.unfinished`]) {
    await rm(path, { recursive: true, force: true });
  }
}

async function restoreArtifacts(
  from: Places,
  to: Places,
  { artifacts }: BackupDocument,
  { onProgress }: RestoreOptions,
) {
  const [source, target] = [new ArtifactFiles(from.artifacts), new ArtifactFiles(to.artifacts)];
  let done = 0;
  for await (const hashes of source.list()) {
    for (const hash of hashes) {
      onProgress?.({ done, total: artifacts });
      const result = await copyArtifact(hash, source, target);
      if (typeof result !== "number") throw damaged(`artifact ${hash} is ${result.fault}`);
      done += 1;
    }
  }
  if (done < artifacts) throw damaged(`expected ${artifacts} artifacts, got ${done}`);
  onProgress?.({ done, total: artifacts });
}

async function restoreDatabase(from: Places, to: Places, { database }: BackupDocument): Promise<void> {
  const draft = `${to.database}.unfinished`;
  try {
    await copyFile(from.database, draft);
    await syncFile(draft);
  } catch (cause) {
    throw damaged(messageOf(cause));
  }
  if ((await hashOfFile(draft)) !== database.hash) throw damaged("its database is damaged");
  await rename(draft, to.database);
}

function damaged(reason: string): GipfelError {
  return new GipfelError("STORE_CORRUPT", `invalid backup: ${reason}; restore another one`);
}
