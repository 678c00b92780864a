/** Content-addressed files under one root: `ab/cdef…` is the content with the SHA-256 `abcdef…`. */
import { createHash, randomUUID } from "node:crypto";
import { type FileHandle, mkdir, open, readdir, rename, rm, stat, utimes } from "node:fs/promises";
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
/** What was swept without having been deleted on request, by hash; its time is that of the sweep. */
const trash = "trash";

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

  async touch({ file }: Pick<Draft, "file">): Promise<void> {
    const now = new Date();
    await utimes(file, now, now).catch(() => undefined);
  }

  async discard({ file }: Pick<Draft, "file">): Promise<void> {
    await rm(file, { force: true });
  }

  /** Its size in bytes and when it was written; nothing where there is no such file. */
  async stat(hash: string): Promise<{ bytes: number; writtenAt: Date } | undefined> {
    const found = await stat(this.path(hash)).catch(ifMissing);
    return found && { bytes: found.size, writtenAt: found.mtime };
  }

  /** Where the file lies, be it in the trash; nothing where it is in neither. */
  async locate(hash: string): Promise<string | undefined> {
    for (const path of [this.path(hash), join(this.root, trash, hash)]) {
      if (await stat(path).catch(ifMissing)) return path;
    }
    return undefined;
  }

  async remove(hash: string): Promise<void> {
    await stored(this.root, () => rm(this.path(hash), { force: true }));
  }

  /** Moves a file to the trash. @param now its time there */
  async discardToTrash(hash: string, now: Date): Promise<void> {
    const path = this.path(hash);
    await stored(this.root, async () => {
      await mkdir(join(this.root, trash), { recursive: true });
      await utimes(path, now, now).catch(ifMissing);
      await rename(path, join(this.root, trash, hash)).catch(ifMissing);
    });
  }

  /** Brings a file back from the trash. Returns whether it was there. */
  async recover(hash: string): Promise<boolean> {
    const path = this.path(hash);
    if (!(await stat(join(this.root, trash, hash)).catch(ifMissing))) return false;
    return stored(this.root, async () => {
      await mkdir(dirname(path), { recursive: true });
      await rename(join(this.root, trash, hash), path).catch(ifMissing);
      return true;
    });
  }

  /** Removes what was moved to the trash before. */
  async emptyTrash(before: Date): Promise<{ artifacts: number; bytes: number }> {
    return this.#removeOlder(trash, before);
  }

  /** Whether there is any file under its hash. */
  async hasAny(): Promise<boolean> {
    for await (const hashes of this.list()) if (hashes.length > 0) return true;
    return false;
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
    await this.#removeOlder(drafts, before);
  }

  async #removeOlder(folder: string, before: Date): Promise<{ artifacts: number; bytes: number }> {
    const removed = { artifacts: 0, bytes: 0 };
    for (const name of (await readdir(join(this.root, folder)).catch(ifMissing)) ?? []) {
      const file = join(this.root, folder, name);
      const found = await stat(file).catch(ifMissing);
      if (!found || found.mtime >= before) continue;
      await this.discard({ file });
      removed.artifacts += 1;
      removed.bytes += found.size;
    }
    return removed;
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
export async function syncFolder(folder: string): Promise<void> {
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
