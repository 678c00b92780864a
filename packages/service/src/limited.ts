import { GipfelError } from "@gipfel/contracts";

/**
 * Passes an upload on as long as it is within its limit.
 *
 * @param limit in bytes
 * @throws GipfelError UPLOAD_TOO_LARGE
 */
export async function* limited(bytes: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Uint8Array> {
  let total = 0;
  for await (const part of bytes) {
    total += part.byteLength;
    if (total > limit) {
      throw new GipfelError("UPLOAD_TOO_LARGE", `the upload has more than ${limit} bytes, which is the limit`);
    }
    yield part;
  }
}
