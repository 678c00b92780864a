import { createHash } from "node:crypto";
import { constants, createReadStream } from "node:fs";
import { copyFile, rm } from "node:fs/promises";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { GipfelError, messageOf } from "@gipfel/contracts";
import type { Context } from "../context.js";
import { ArtifactFiles, type Content, type Draft } from "./artifact-files.js";
import { isUnreferenced } from "./references.js";
import { adoptStrays, type Swept, sweepUnreferenced } from "./sweep.js";

export interface StoredArtifact {
  readonly hash: string;
  readonly bytes: number;
}

export interface OpenArtifact extends StoredArtifact {
  /** Of the file, which is never changed. */
  readonly path: string;
  stream(): Readable;
}

/** On disk, but not kept yet. */
export interface PreparedArtifact extends StoredArtifact {
  /** Of the file, until it is put or discarded. */
  readonly path: string;
  put(): Promise<StoredArtifact>;
  /** Says that it is in use still. Never fails. */
  touch(): void;
  /** Does nothing where it was put. */
  discard(): Promise<void>;
}

export interface SweepOptions {
  /** Seconds that an artifact has to be referred to after it was written. */
  readonly grace?: number;
  /** Seconds after the deletion of its record on request: others may be about to refer to the same content. */
  readonly releaseGrace?: number;
  /** Seconds that what goes without such a deletion stays in the trash; 0 keeps no trash. */
  readonly trash?: number;
}

export interface SweepResult {
  /** Removed, since their records were deleted on request. */
  readonly removed: Swept;
  /** Moved to the trash, since nothing has referred to them for the whole period of grace. */
  readonly trashed: Swept;
  /** Removed from the trash. */
  readonly expired: Swept;
  /** Files that had no row. */
  readonly adopted: number;
}

const day = 24 * 60 * 60;
/** Shards take minutes, uploads may take longer. */
const defaultGrace = day;
const defaultReleaseGrace = 600;
const defaultTrash = 7 * day;
/** Seconds without a write after which a draft is one of a process that died. */
const draftGrace = 3600;

/**
 * Files that records refer to by hash. A row stands for each, so that the database sees to it that nothing refers to an
 * artifact that was never written, and that none goes that something refers to.
 */
export class Artifacts {
  readonly #files: ArtifactFiles;

  /** @param root folder that all processes of a store see. */
  constructor(
    private readonly context: Context,
    root: string,
  ) {
    this.#files = new ArtifactFiles(root);
  }

  /**
   * Writes what may become an artifact, to be looked at first: nothing is left of it unless it is put.
   *
   * @throws GipfelError STORAGE_FAILED
   */
  async prepare(content: Content): Promise<PreparedArtifact> {
    const draft = await this.#files.write(content);
    const { hash, bytes, file } = draft;
    return {
      ...{ hash, bytes, path: file, put: () => this.#put(draft), discard: () => this.#files.discard(draft) },
      touch: () => void this.#files.touch(draft),
    };
  }

  /**
   * Writes an artifact whole or not at all; it is on disk then. What is there already is written again, which protects it
   * from sweeps for another period of grace.
   *
   * @throws GipfelError STORAGE_FAILED, STORE_UNAVAILABLE
   */
  async put(content: Content): Promise<StoredArtifact> {
    return this.#put(await this.#files.write(content));
  }

  async #put(draft: Draft): Promise<StoredArtifact> {
    const { hash, bytes } = draft;
    try {
      // The row comes first: a sweep that is removing this very artifact holds its row until the file is gone.
      const writtenAt = this.context.now();
      await this.context.db
        .insertInto("artifacts")
        .values({ hash, bytes, writtenAt, releasedAt: null })
        .onConflict((conflict) => conflict.column("hash").doUpdateSet({ writtenAt, releasedAt: null }))
        .execute();
      await this.#files.publish(draft);
    } catch (error) {
      await this.#files.discard(draft);
      throw error;
    }
    return { hash, bytes };
  }

  /** Nothing where there is no such artifact. @throws GipfelError OPTION_INVALID for what is no hash. */
  async get(hash: string): Promise<OpenArtifact | undefined> {
    const found = (await this.#files.stat(hash)) ?? (await this.#recover(hash));
    if (!found) return undefined;
    const path = this.#files.path(hash);
    return { hash, bytes: found.bytes, path, stream: () => createReadStream(path) };
  }

  /** @throws GipfelError OPTION_INVALID for what is no hash. */
  async has(hash: string): Promise<boolean> {
    return (await this.get(hash)) !== undefined;
  }

  /**
   * Copies an artifact to a file of its own, never a link, and checks its content on the way.
   *
   * @param what as messages name it
   * @throws GipfelError STORE_CORRUPT where it is gone or holds something else, STORAGE_FAILED
   */
  async copyTo(hash: string, file: string, what: string): Promise<void> {
    const artifact = await this.get(hash);
    if (!artifact) throw damaged(what, "gone");
    try {
      await copyFile(artifact.path, file, constants.COPYFILE_FICLONE);
    } catch (cause) {
      throw new GipfelError("STORAGE_FAILED", `${what} could not be copied: ${messageOf(cause)}`, { cause });
    }
    if ((await hashOfFile(file)) === hash) return;
    await rm(file, { force: true });
    throw damaged(what, "damaged");
  }

  /**
   * Removes the artifacts whose records were deleted on request, moves those to the trash that nothing has referred to for
   * the whole period of grace, and removes what killed processes left half-written.
   */
  async sweep(options: SweepOptions = {}): Promise<SweepResult> {
    const { grace = defaultGrace, releaseGrace = defaultReleaseGrace, trash = defaultTrash } = options;
    const { now } = this.context;
    await this.#files.removeDrafts(new Date(now(-Math.min(grace, draftGrace))));
    const adopted = await adoptStrays(this.context, this.#files);
    const limits = {
      writtenBefore: now(-grace),
      releasedBefore: now(-releaseGrace),
      trashedAt: trash > 0 ? new Date(now()) : null,
    };
    const swept = await sweepUnreferenced(this.context, this.#files, limits);
    return { ...swept, expired: await this.#files.emptyTrash(new Date(now(-trash))), adopted };
  }

  /** The first part of a sweep, which looks at no folder. */
  async sweepReleased({ releaseGrace = defaultReleaseGrace }: Pick<SweepOptions, "releaseGrace"> = {}): Promise<Swept> {
    const limits = { writtenBefore: null, releasedBefore: this.context.now(-releaseGrace), trashedAt: null };
    return (await sweepUnreferenced(this.context, this.#files, limits)).removed;
  }

  /** Drafts of earlier processes, where no other process can be writing one. */
  async removeDrafts(): Promise<void> {
    await this.#files.removeDrafts(new Date(Date.now() + 1000));
  }

  /** Bytes of all artifacts that something refers to. */
  async referencedSize(): Promise<number> {
    const query = this.context.db
      .selectFrom("artifacts")
      .select(({ fn }) => fn.sum<number | null>("bytes").as("bytes"))
      .where((artifact) => artifact.not(isUnreferenced(artifact)));
    return Number((await query.executeTakeFirstOrThrow()).bytes ?? 0);
  }

  /** What a row stands for and only the trash has, as after the database was set back to a backup. */
  async #recover(hash: string) {
    const query = this.context.db.selectFrom("artifacts").select("hash").where("hash", "=", hash);
    const isKnown = (await query.executeTakeFirst()) !== undefined;
    return isKnown && (await this.#files.recover(hash)) ? this.#files.stat(hash) : undefined;
  }
}

/** SHA-256 in hexadecimal. */
export async function hashOfFile(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

function damaged(what: string, fault: "gone" | "damaged"): GipfelError {
  return new GipfelError("STORE_CORRUPT", `the stored file of ${what} is ${fault}; bring it back from a backup`);
}
