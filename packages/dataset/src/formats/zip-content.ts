import { closeSync, openSync, readSync } from "node:fs";
import type { FileHandle } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { promisify } from "node:util";
import { crc32, inflateRaw } from "node:zlib";
import { GipfelError } from "@gipfel/contracts";
import { reasonOf } from "../support/reason-of.js";
import type { ZipEntry } from "./zip-directory.js";

/** Reads `length` bytes of an entry's content from `offset`. Throws DATASET_INVALID where the file does not have them. */
export type ReadContent = (offset: number, length: number) => Uint8Array;

const largestInMemory = 2 ** 31 - 1;
const chunk = 8 * 2 ** 20;

/**
 * Random access to the content of an entry, its checksum verified. A stored entry is read from the file piece by piece,
 * so memory does not grow with it; a deflated one is inflated into memory, which bounds its size.
 */
export async function openContent(handle: FileHandle, file: string, entry: ZipEntry): Promise<ReadContent> {
  const read = entry.method === "stored" ? storedContent(file, entry) : await inflate(handle, file, entry);
  let checksum = 0;
  for (let offset = 0; offset < entry.size; offset += chunk) {
    checksum = crc32(read(offset, Math.min(chunk, entry.size - offset)), checksum);
    await setImmediate();
  }
  if (checksum !== entry.crc32) {
    throw new GipfelError("DATASET_INVALID", `${file} is damaged: the checksum of ${entry.name} is wrong.`);
  }
  return read;
}

function storedContent(file: string, entry: ZipEntry): ReadContent {
  return (offset, length) => {
    const bytes = new Uint8Array(length);
    const descriptor = openSync(file, "r");
    try {
      if (readSync(descriptor, bytes, 0, length, entry.offset + offset) !== length) {
        throw new GipfelError("DATASET_INVALID", `${file} ended inside ${entry.name}; it changed while it was read.`);
      }
    } finally {
      closeSync(descriptor);
    }
    return bytes;
  };
}

async function inflate(handle: FileHandle, file: string, entry: ZipEntry): Promise<ReadContent> {
  if (Math.max(entry.size, entry.compressedSize) > largestInMemory) {
    throw new GipfelError(
      "DATASET_INVALID",
      `${file} has ${entry.name} compressed with ${entry.size} bytes; above 2 GiB write it with numpy.savez, uncompressed.`,
    );
  }
  const packed = Buffer.alloc(entry.compressedSize);
  await handle.read(packed, 0, packed.length, entry.offset);
  const content = await promisify(inflateRaw)(packed, { maxOutputLength: Math.max(entry.size, 1) }).catch((cause) => {
    throw new GipfelError("DATASET_INVALID", `${file} is damaged at ${entry.name}: ${reasonOf(cause)}.`, { cause });
  });
  if (content.length !== entry.size) {
    throw new GipfelError("DATASET_INVALID", `${file} is damaged: ${entry.name} does not have its stated size.`);
  }
  return (offset, length) => content.subarray(offset, offset + length);
}
