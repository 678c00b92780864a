/** What a backup is, in its file `backup.json`: a folder laid out as a state folder, without what is made anew. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { BackupDocument, GipfelError, parseAs } from "@gipfel/contracts";

export const manifestName = "backup.json";
/** Of a cluster, made by pg_dump. */
export const dumpName = "store.dump";

/** @throws GipfelError STATE_UNUSABLE for a folder that is no backup, STORE_CORRUPT for one whose manifest is damaged */
export async function readManifest(folder: string): Promise<BackupDocument> {
  const file = join(folder, manifestName);
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    const message = `invalid backup: expected a folder that gipfel backup wrote, got ${folder} without ${manifestName}`;
    throw new GipfelError("STATE_UNUSABLE", message, { cause });
  });
  return parseAs(BackupDocument, valueIn(text), "STORE_CORRUPT", file);
}

function valueIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
