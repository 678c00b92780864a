import type { GipfelError } from "@gipfel/contracts";
import type { Store, StoredArtifact } from "@gipfel/store";

/** Keeps an upload, unless it is empty. @throws what is given for that */
export async function putUpload(
  { artifacts }: Store,
  bytes: AsyncIterable<Uint8Array>,
  ifEmpty: GipfelError,
): Promise<StoredArtifact> {
  const prepared = await artifacts.prepare(bytes);
  if (prepared.bytes > 0) return prepared.put();
  await prepared.discard();
  throw ifEmpty;
}
