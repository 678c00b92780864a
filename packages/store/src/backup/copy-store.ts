/** Copies of a store that may be in use: the database as it is at one moment, then what it refers to. */
import { constants } from "node:fs";
import { copyFile, mkdir, open, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { GipfelError, messageOf } from "@gipfel/contracts";
import Libsql from "libsql";
import type { ArtifactFiles } from "../artifacts/artifact-files.js";
import { hashOfFile } from "../artifacts/artifacts.js";
import { isHash } from "../artifacts/sweep.js";
import { guard } from "../database/sqlite-file.js";

/**
 * Writes what is committed at this moment to a new file; those who write meanwhile go on. It is on disk then.
 *
 * @param from path of a SQLite file
 * @throws GipfelError STORE_UNAVAILABLE, STORE_CORRUPT, STORAGE_FAILED
 */
export async function copyDatabase(from: string, to: string): Promise<void> {
  const database = await guard(() => new Libsql(from, { readonly: true }));
  try {
    await guard(() => database.exec(`vacuum into '${to.replaceAll("'", "''")}'`));
  } finally {
    database.close();
  }
  await syncFile(to);
}

export type CopyFault = { readonly hash: string; readonly fault: "missing" | "damaged" };

/**
 * Copies an artifact into another folder of artifacts, unless that has it, and checks its content on the way. It is on
 * disk then.
 *
 * @returns its bytes, or what is wrong with it
 * @throws GipfelError STORAGE_FAILED
 */
export async function copyArtifact(hash: string, from: ArtifactFiles, to: ArtifactFiles): Promise<number | CopyFault> {
  if (!isHash(hash)) return { hash, fault: "missing" };
  const done = await to.stat(hash);
  if (done) return done.bytes;
  const target = to.path(hash);
  try {
    const source = await from.locate(hash);
    if (source === undefined) return { hash, fault: "missing" };
    await mkdir(dirname(target), { recursive: true, mode: 0o700 });
    await copyFile(source, target, constants.COPYFILE_FICLONE);
  } catch (cause) {
    await rm(target, { force: true });
    if (cause instanceof Error && "code" in cause && cause.code === "ENOENT") return { hash, fault: "missing" };
    throw new GipfelError("STORAGE_FAILED", `artifact ${hash} could not be copied: ${messageOf(cause)}`, { cause });
  }
  if ((await hashOfFile(target)) !== hash) {
    await rm(target, { force: true });
    return { hash, fault: "damaged" };
  }
  return syncFile(target);
}

/** Has the content of a file survive a loss of power. @returns its size in bytes */
export async function syncFile(file: string): Promise<number> {
  const handle = await open(file, "r+");
  try {
    await handle.sync();
    return (await handle.stat()).size;
  } finally {
    await handle.close();
  }
}
