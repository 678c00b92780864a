/** An integrity report of a state folder. Reads only; the service may run meanwhile. */
import { existsSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { messageOf } from "@gipfel/contracts";
import { checkStore, type Finding, StoreReader } from "@gipfel/store";
import { Places } from "../places.js";
import { findReference } from "../references/reference.js";
import type { CopyProgress } from "./copy-store.js";

export interface CheckStateOptions {
  readonly state: string;
  /** Of a cluster. */
  readonly databaseUrl?: string;
  readonly onProgress?: CopyProgress;
}

/** @throws GipfelError STATE_UNUSABLE where there is no database, or one of another version; STORE_UNAVAILABLE, STORE_CORRUPT */
export async function* checkState(options: CheckStateOptions): AsyncGenerator<Finding> {
  const { databaseUrl, onProgress } = options;
  const places = new Places(resolve(options.state), null);
  const reader = await StoreReader.open(databaseUrl ?? `file:${places.database}`);
  try {
    yield* checkStore({ reader, artifacts: places.artifacts, ...(onProgress && { onProgress }) });
    yield* checkReferences(places);
  } finally {
    await reader.close();
  }
}

async function* checkReferences(places: Places): AsyncGenerator<Finding> {
  for (const name of await readdir(places.references).catch(() => [])) {
    if (!name.endsWith(".json")) continue;
    const subject = join(places.references, name);
    try {
      const source = await findReference(places, name.slice(0, -".json".length));
      if (source === undefined || existsSync(source.path)) continue;
      const remedy = "bring it back, or delete the record";
      yield { kind: "missing", subject, problem: `it leads to ${source.path}, which is missing`, remedy };
    } catch (error) {
      yield { kind: "record", subject, problem: messageOf(error), remedy: "restore a backup, or delete the record" };
    }
  }
}
