import { createReadStream } from "node:fs";
import type { Readable } from "node:stream";
import type { Context } from "../context.js";
import { ArtifactFiles, type Content, type Draft } from "./artifact-files.js";
import { adoptStrays, sweepUnreferenced } from "./sweep.js";

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
  /** Does nothing where it was put. */
  discard(): Promise<void>;
}

export interface Swept {
  readonly artifacts: number;
  readonly bytes: number;
}

/** Seconds that an artifact has to be referred to after it was written. Shards take minutes, uploads may take longer. */
const defaultGrace = 24 * 60 * 60;

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
    return { hash, bytes, path: file, put: () => this.#put(draft), discard: () => this.#files.discard(draft) };
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
        .values({ hash, bytes, writtenAt })
        .onConflict((conflict) => conflict.column("hash").doUpdateSet({ writtenAt }))
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
    const found = await this.#files.stat(hash);
    if (!found) return undefined;
    const path = this.#files.path(hash);
    return { hash, bytes: found.bytes, path, stream: () => createReadStream(path) };
  }

  /** @throws GipfelError OPTION_INVALID for what is no hash. */
  async has(hash: string): Promise<boolean> {
    return (await this.#files.stat(hash)) !== undefined;
  }

  /**
   * Removes the artifacts that nothing refers to and that were written longer than `grace` seconds ago, and what killed
   * processes left half-written.
   */
  async sweep({ grace = defaultGrace }: { grace?: number } = {}): Promise<Swept> {
    const before = this.context.now(-grace);
    await this.#files.removeDrafts(new Date(before));
    await adoptStrays(this.context, this.#files);
    return sweepUnreferenced(this.context, this.#files, before);
  }
}
