/** The store of a state folder, copied to another folder of that layout. */
import { rm } from "node:fs/promises";
import { ArtifactFiles, type CopyFault, copyArtifact, copyDatabase, StoreReader } from "@gipfel/store";
import type { Places } from "../places.js";

export type CopyProgress = (progress: { readonly done: number; readonly total: number }) => void;

export interface CopiedStore {
  /** Its id. */
  readonly store: string;
  readonly artifacts: number;
  readonly bytes: number;
  /** Artifacts that records refer to and that could not be copied, with one of these records. */
  readonly faults: readonly (CopyFault & { readonly owner: string })[];
}

/** Copies of the database, each of a later moment, until one refers to nothing that was deleted since. */
const maxRounds = 5;

/**
 * The database of one moment with all artifacts that it refers to. The store may be in use.
 *
 * @throws GipfelError STATE_UNUSABLE, STORE_UNAVAILABLE, STORE_CORRUPT, STORAGE_FAILED
 */
export async function copyStore(from: Places, to: Places, onProgress?: CopyProgress): Promise<CopiedStore> {
  const live = await StoreReader.open(`file:${from.database}`);
  try {
    for (let round = 1; ; round += 1) {
      await rm(to.database, { force: true });
      await copyDatabase(from.database, to.database);
      const copy = await StoreReader.open(`file:${to.database}`);
      try {
        const copied = await copyArtifacts(copy, from, to, onProgress);
        const isStale = await isAnyDeleted(live, copied.faults);
        if (isStale && round < maxRounds) continue;
        await removeUnknown(copy, to);
        return copied;
      } finally {
        await copy.close();
      }
    }
  } finally {
    await live.close();
  }
}

/** Copies what a database refers to, and what waits to be referred to. What is there already is not copied again. */
export async function copyArtifacts(
  reader: StoreReader,
  from: Places,
  to: Places,
  onProgress?: CopyProgress,
): Promise<CopiedStore> {
  const [source, target] = [new ArtifactFiles(from.artifacts), new ArtifactFiles(to.artifacts)];
  const referenced = new Set(await reader.referenced());
  const hashes = [...new Set([...referenced, ...(await reader.kept())])];
  const faults: (CopyFault & { owner: string })[] = [];
  let [artifacts, bytes] = [0, 0];
  for (const [done, hash] of hashes.entries()) {
    onProgress?.({ done, total: hashes.length });
    const result = await copyArtifact(hash, source, target);
    if (typeof result === "number") {
      artifacts += 1;
      bytes += result;
    } else if (referenced.has(hash)) {
      // None where the record was deleted since, and then nothing is lost.
      const [owner] = await reader.ownersOf(hash);
      if (owner !== undefined) faults.push({ ...result, owner });
    }
  }
  onProgress?.({ done: hashes.length, total: hashes.length });
  return { store: await reader.id(), artifacts, bytes, faults };
}

async function isAnyDeleted(live: StoreReader, faults: CopiedStore["faults"]): Promise<boolean> {
  for (const { hash } of faults) if ((await live.ownersOf(hash)).length === 0) return true;
  return false;
}

/** Copies for an earlier copy of the database. */
async function removeUnknown(copy: StoreReader, to: Places): Promise<void> {
  const [files, known] = [new ArtifactFiles(to.artifacts), await copy.known()];
  for await (const hashes of files.list()) {
    for (const hash of hashes) if (!known.has(hash)) await files.remove(hash);
  }
}
