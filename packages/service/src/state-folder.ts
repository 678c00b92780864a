/** The state folder of a service: private, writable, and of one embedded process at a time. */
import { constants } from "node:fs";
import { access, chmod, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { GipfelError, messageOf } from "@gipfel/contracts";
import { lockFile } from "@gipfel/store";
import type { Places } from "./places.js";

/** What the folder and the database had before they were private. */
const formerFolderMode = 0o755;
const formerFileMode = 0o644;

/**
 * Makes the folder where there is none.
 *
 * @throws GipfelError STORAGE_FAILED where it cannot be made; STATE_UNUSABLE where it is another user's or not writable
 */
export async function openStateFolder({ state, database }: Places): Promise<void> {
  try {
    await mkdir(state, { recursive: true, mode: 0o700 });
  } catch (cause) {
    const message = `the state folder ${state} cannot be made: ${messageOf(cause)}; choose another`;
    throw new GipfelError("STORAGE_FAILED", message, { cause });
  }
  await requireOwn(state);
  await makePrivate(state, formerFolderMode, 0o700);
  for (const file of [database, `${database}-wal`, `${database}-shm`]) await makePrivate(file, formerFileMode, 0o600);
}

async function requireOwn(state: string): Promise<void> {
  const user = process.getuid?.();
  const refuse = (path: string, reason: string) =>
    new GipfelError(
      "STATE_UNUSABLE",
      `invalid state folder: expected ${path} to be writable by this user (${user}), got ${reason}; run as its owner, ` +
        "change the owner, or choose another folder",
    );
  for (const path of [state, ...(await readdir(state).catch(() => [])).map((name) => join(state, name))]) {
    const found = await stat(path).catch(() => undefined);
    if (!found) continue;
    // The superuser may write anywhere, and what it writes the owner may not read.
    if (user === 0 && found.uid !== user) throw refuse(path, `one of user ${found.uid}`);
    const isWritable = await access(path, constants.W_OK).then(
      () => true,
      () => false,
    );
    if (!isWritable) throw refuse(path, `one of user ${found.uid} that is read-only`);
  }
}

/** Leaves what somebody has chosen otherwise. */
async function makePrivate(path: string, former: number, mode: number): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found && (found.mode & 0o777) === former) await chmod(path, mode).catch(() => undefined);
}

export interface StateLock {
  release(): Promise<void>;
}

/**
 * Takes the folder for an embedded service, until it is released or the process ends in whatever way.
 *
 * @throws GipfelError STATE_UNUSABLE where another process has it
 */
export async function lockState({ state }: Pick<Places, "state">): Promise<StateLock> {
  const holder = join(state, "service.pid");
  const lock = lockFile(join(state, "service.lock"));
  if (!lock) {
    const pid = (await readFile(holder, "utf8").catch(() => "")).trim();
    throw new GipfelError(
      "STATE_UNUSABLE",
      `invalid state folder: expected ${state} to be unused, got one in use by process ${pid || "unknown"}; end that ` +
        "process, or choose another folder",
    );
  }
  await writeFile(holder, `${process.pid}\n`, { mode: 0o600 });
  return {
    release: async () => {
      await rm(holder, { force: true });
      lock.release();
    },
  };
}
