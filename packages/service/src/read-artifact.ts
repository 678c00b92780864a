import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { GipfelError } from "@gipfel/contracts";
import type { Store } from "@gipfel/store";

/**
 * The bytes of an artifact that a record refers to, as they were written: their hash is its name.
 *
 * @param what as messages name it
 * @throws GipfelError STORE_CORRUPT where the file is gone or holds something else
 */
export async function readArtifact(store: Store, hash: string, what: string): Promise<Buffer> {
  const artifact = await store.artifacts.get(hash);
  const bytes = artifact && (await readFile(artifact.path).catch(() => undefined));
  const fault = bytes === undefined ? "gone" : createHash("sha256").update(bytes).digest("hex") !== hash && "damaged";
  if (bytes === undefined || fault) {
    throw new GipfelError("STORE_CORRUPT", `the stored file of ${what} is ${fault}; bring it back from a backup`);
  }
  return bytes;
}
