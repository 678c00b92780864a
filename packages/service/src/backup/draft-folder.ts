/** Folders that come into being whole or not at all: written beside their place, synced, then renamed. */
import { mkdir, open, readdir, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { GipfelError, messageOf } from "@gipfel/contracts";
import { type FileLock, lockFile, syncFolder } from "@gipfel/store";

const lockName = ".lock";

/**
 * @param target absolute; may exist where it is empty
 * @param fill writes into a folder beside it, and has its files on disk. What a run left there that died is gone before.
 * @throws GipfelError OUTPUT_OCCUPIED where the target holds anything, or another process fills it; STORAGE_FAILED; what
 *   `fill` throws
 */
export async function createWhole<T>(target: string, fill: (draft: string) => Promise<T>): Promise<T> {
  await requireEmpty(target);
  const draft = join(dirname(target), `.${basename(target)}.unfinished`);
  await written(draft, () => mkdir(draft, { recursive: true, mode: 0o700 }));
  const lock = lockFile(join(draft, lockName));
  if (!lock) throw new GipfelError("OUTPUT_OCCUPIED", `another process is writing ${target}; wait for its end`);
  try {
    const result = await fillUnder(lock, draft, fill);
    await written(target, async () => {
      await removeNamed(draft, (name) => name.startsWith(lockName));
      await syncFolders(draft);
      await rename(draft, target);
      await syncFolder(dirname(target));
    });
    return result;
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

async function fillUnder<T>(lock: FileLock, draft: string, fill: (draft: string) => Promise<T>): Promise<T> {
  try {
    await removeNamed(draft, (name) => !name.startsWith(lockName));
    return await fill(draft);
  } finally {
    lock.release();
  }
}

/** @throws GipfelError OUTPUT_OCCUPIED */
export async function requireEmpty(folder: string): Promise<void> {
  const names = await readdir(folder).catch((error: unknown) => {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw new GipfelError("OUTPUT_OCCUPIED", `${folder} is no folder: ${messageOf(error)}; choose another`);
  });
  if (names.length > 0) throw new GipfelError("OUTPUT_OCCUPIED", `${folder} is not empty; choose another folder`);
}

async function removeNamed(folder: string, isUnwanted: (name: string) => boolean): Promise<void> {
  for (const name of await readdir(folder)) {
    if (isUnwanted(name)) await rm(join(folder, name), { recursive: true, force: true });
  }
}

/** Has the names in a folder survive a loss of power. */
export async function syncFolders(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) if (entry.isDirectory()) await syncFolder(join(entry.parentPath, entry.name));
  await syncFolder(folder);
}

/** A file that is on disk when this returns. */
export async function writeSynced(file: string, content: string | Uint8Array): Promise<void> {
  await written(file, async () => {
    await mkdir(dirname(file), { recursive: true, mode: 0o700 });
    const handle = await open(file, "w", 0o600);
    try {
      await handle.writeFile(content);
      await handle.sync();
    } finally {
      await handle.close();
    }
  });
}

async function written<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new GipfelError("STORAGE_FAILED", `${path} could not be written: ${messageOf(cause)}`, { cause });
  }
}
