import { randomUUID } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
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
    await mkdir(dirname(file), { recursive: true });
    const handle = await open(draft, "w");
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
