/** An integrity report of a store: what is missing, damaged, unknown or of another store. Reads only. */
import { join } from "node:path";
import { ArtifactFiles } from "../artifacts/artifact-files.js";
import { hashOfFile } from "../artifacts/artifacts.js";
import { isHash } from "../artifacts/sweep.js";
import { marker, readMarker } from "../identity.js";
import type { StoreReader } from "./read-store.js";

/** One thing that is wrong, and what helps. */
export interface Finding {
  /**
   * - `identity`: database and artifact folder are of different stores
   * - `database`: the file of the database is broken
   * - `record`: a damaged record
   * - `missing`: a record whose artifact is gone
   * - `damaged`: a record whose artifact holds something else
   * - `unknown`: an artifact that no record knows
   */
  readonly kind: "identity" | "database" | "record" | "missing" | "damaged" | "unknown";
  readonly subject: string;
  readonly problem: string;
  readonly remedy: string;
}

export interface CheckOptions {
  readonly reader: StoreReader;
  /** Folder of the artifacts. */
  readonly artifacts: string;
  readonly onProgress?: (progress: { readonly done: number; readonly total: number }) => void;
}

const restore = "restore a backup";
const deletion = "delete it on the page or by the API";

/** Of a store in use, what changes meanwhile is looked at again before it is reported. */
export async function* checkStore({ reader, artifacts, onProgress }: CheckOptions): AsyncGenerator<Finding> {
  const files = new ArtifactFiles(artifacts);
  const [id, marked] = [await reader.id(), await readMarker(artifacts)];
  if (marked !== id) {
    yield {
      kind: "identity",
      subject: join(artifacts, marker),
      problem: `expected the id of the database, ${id}, got ${marked ?? "none"}`,
      remedy:
        marked === undefined
          ? "start the service, which marks the folder if it is the database's own"
          : "use the folder and the database that belong together; nothing else was checked",
    };
    // Each artifact would seem to be missing.
    if (marked !== undefined) return;
  }
  for (const problem of await reader.brokenPages()) {
    yield { kind: "database", subject: "the database", problem, remedy: restore };
  }
  for await (const { record, reason, isDeletable } of reader.damagedRows()) {
    const remedy = isDeletable ? `${deletion}, or ${restore}` : restore;
    yield { kind: "record", subject: record, problem: reason, remedy };
  }
  const referenced = await reader.referenced();
  for (const [done, hash] of referenced.entries()) {
    onProgress?.({ done, total: referenced.length });
    const fault = await faultOf(files, hash);
    if (fault === undefined) continue;
    for (const owner of await reader.ownersOf(hash)) {
      yield {
        kind: fault,
        subject: owner,
        problem: `artifact ${hash} is ${fault}`,
        remedy: "bring the file back from a backup, or delete the record",
      };
    }
  }
  onProgress?.({ done: referenced.length, total: referenced.length });
  yield* unknownFiles(reader, files);
}

async function faultOf(files: ArtifactFiles, hash: string): Promise<"missing" | "damaged" | undefined> {
  if (!isHash(hash)) return "missing";
  const path = await files.locate(hash);
  if (path === undefined) return "missing";
  // One that is swept while it is read is gone, and then has no owner any more.
  const found = await hashOfFile(path).catch(() => undefined);
  if (found === undefined && (await files.locate(hash)) === undefined) return "missing";
  return found === hash ? undefined : "damaged";
}

async function* unknownFiles(reader: StoreReader, files: ArtifactFiles): AsyncGenerator<Finding> {
  const known = await reader.known();
  for await (const hashes of files.list()) {
    for (const hash of hashes.filter((name) => !known.has(name))) {
      // One that was written or removed since.
      if ((await reader.knows(hash)) || (await files.stat(hash)) === undefined) continue;
      yield {
        kind: "unknown",
        subject: `artifact ${hash}`,
        problem: "no record knows it",
        remedy: "nothing to do: the running service moves it to the trash after a day",
      };
    }
  }
}
