import { randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { GipfelError, messageOf } from "@gipfel/contracts";

/** Names of files under construction end so; they are never read and may be deleted. */
export const unfinished = ".unfinished";

/**
 * Writes a file whole or not at all: under another name first, then renamed.
 *
 * @throws GipfelError STORAGE_FAILED, for a full disk among other reasons.
 */
export async function writeWhole(file: string, content: string | Uint8Array | readonly Uint8Array[]): Promise<void> {
  const draft = `${file}.${randomUUID().slice(0, 8)}${unfinished}`;
  try {
    const handle = await openDraft(draft);
    try {
      if (typeof content === "string" || content instanceof Uint8Array) await handle.writeFile(content);
      else for (const part of content) await handle.writeFile(part);
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw new GipfelError("STORAGE_FAILED", `${file} could not be written: ${messageOf(error)}`, { cause: error });
  }
}

/** Opens a file for writing, and makes its folder only where it is missing. */
async function openDraft(draft: string): Promise<FileHandle> {
  try {
    return await open(draft, "w");
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
    await mkdir(dirname(draft), { recursive: true });
    return open(draft, "w");
  }
}
