/** Content-addressed files under one root: `ab/cdef…` is the content with the SHA-256 `abcdef…`. */
import { createHash, randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { GipfelError, messageOf } from "@gipfel/contracts";

/** Bytes at once, or as they come. */
export type Content = Uint8Array | AsyncIterable<Uint8Array>;

/** A file that is whole and on disk, but not yet under its name. */
export interface Draft {
  readonly file: string;
  readonly hash: string;
  readonly bytes: number;
}

const drafts = "drafts";

export class ArtifactFiles {
  constructor(private readonly root: string) {}

  /** @throws GipfelError OPTION_INVALID for what is no hash, so that no path leads out of the root. */
  path(hash: string): string {
    if (!/^[0-9a-f]{64}$/.test(hash)) {
      throw new GipfelError("OPTION_INVALID", `expected the SHA-256 of an artifact, got ${hash.slice(0, 80)}`);
    }
    return join(this.root, hash.slice(0, 2), hash.slice(2));
  }

  /** @throws GipfelError STORAGE_FAILED, for a full disk among other reasons; what `content` throws passes unchanged. */
  async write(content: Content): Promise<Draft> {
    const file = join(this.root, drafts, randomUUID());
    const hash = createHash("sha256");
    let bytes = 0;
    const handle = await stored(this.root, () => openIn(file));
    try {
      try {
        for await (const part of content instanceof Uint8Array ? [content] : content) {
          hash.update(part);
          bytes += part.byteLength;
          await stored(this.root, () => handle.writeFile(part));
        }
        await stored(this.root, () => handle.sync());
      } finally {
        await handle.close();
      }
    } catch (error) {
      await this.discard({ file });
      throw error;
    }
    return { file, hash: hash.digest("hex"), bytes };
  }

  /** Gives a draft its name, in place of an equal file that has it already. */
  async publish({ file, hash }: Draft): Promise<void> {
    const path = this.path(hash);
    await stored(this.root, async () => {
      await mkdir(dirname(path), { recursive: true });
      await rename(file, path);
      await syncFolder(dirname(path));
    });
  }

  async discard({ file }: Pick<Draft, "file">): Promise<void> {
    await rm(file, { force: true });
  }

  /** Its size in bytes and when it was written; nothing where there is no such file. */
  async stat(hash: string): Promise<{ bytes: number; writtenAt: Date } | undefined> {
    const found = await stat(this.path(hash)).catch(ifMissing);
    return found && { bytes: found.size, writtenAt: found.mtime };
  }

  async remove(hash: string): Promise<void> {
    await stored(this.root, () => rm(this.path(hash), { force: true }));
  }

  /** Hashes of all files, folder by folder. */
  async *list(): AsyncGenerator<string[]> {
    for (const folder of (await readdir(this.root).catch(ifMissing)) ?? []) {
      if (!/^[0-9a-f]{2}$/.test(folder)) continue;
      const names = await readdir(join(this.root, folder));
      yield names.map((name) => folder + name).filter((hash) => /^[0-9a-f]{64}$/.test(hash));
    }
  }

  /** Removes drafts that nobody has written to since: those of processes that died. */
  async removeDrafts(before: Date): Promise<void> {
    for (const name of (await readdir(join(this.root, drafts)).catch(ifMissing)) ?? []) {
      const file = join(this.root, drafts, name);
      const found = await stat(file).catch(ifMissing);
      if (found && found.mtime < before) await this.discard({ file });
    }
  }
}

/** Opens a new file, and makes its folder only where it is missing. */
async function openIn(file: string): Promise<FileHandle> {
  const handle = await open(file, "wx").catch(ifMissing);
  if (handle) return handle;
  await mkdir(dirname(file), { recursive: true });
  return open(file, "wx");
}

/** Has the new name of a file survive a loss of power. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function ifMissing(error: unknown): undefined {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
  throw error;
}

async function stored<T>(root: string, operation: () => Promise<T>): Promise<T> {
  try {
    return await operation();
  } catch (cause) {
    throw new GipfelError("STORAGE_FAILED", `an artifact could not be stored in ${root}: ${messageOf(cause)}`, {
      cause,
    });
  }
}
