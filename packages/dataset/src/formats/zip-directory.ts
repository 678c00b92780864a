import type { FileHandle } from "node:fs/promises";
import { GipfelError } from "@gipfel/contracts";
import {
  findZipDirectory,
  type ZipFault,
  type ZipRecord,
  zipContentStart,
  zipHeaderBytes,
  zipRecordBytes,
  zipRecords,
} from "./zip-format.js";

/** One file in a ZIP archive. Sizes and offsets in bytes. */
export interface ZipEntry {
  name: string;
  method: "stored" | "deflated";
  crc32: number;
  compressedSize: number;
  size: number;
  /** Where its (compressed) bytes start in the archive. */
  offset: number;
}

const largestEntry = 8 * 2 ** 30;
const largestDirectory = 16 * 2 ** 20;
/** Images shrink little; what shrinks more is made to fill the memory. */
const largestRatio = 200;
const ratioMatters = 2 ** 20;

const faults: Record<ZipFault, string> = {
  "no archive": "is not an .npz archive; write it with numpy.savez",
  "no ZIP64 locator": "is a damaged ZIP64 archive: it has no locator",
  "no ZIP64 directory": "is a damaged ZIP64 archive: it has no directory",
  "damaged directory": "has a damaged ZIP directory",
};

/**
 * The entries of a ZIP archive, ZIP64 included, without reading their contents, so that the rows of a large stored array
 * can be read one by one. `size` is the archive's length. Throws DATASET_INVALID.
 */
export async function readZipDirectory(handle: FileHandle, size: number, file: string): Promise<ZipEntry[]> {
  const refuse = (what: string) => new GipfelError("DATASET_INVALID", `${file} ${what}.`);
  const fail = (fault: ZipFault) => refuse(faults[fault]);
  const read = async (offset: number, length: number): Promise<Buffer> => {
    if (offset < 0 || offset + length > size) throw refuse("is a damaged ZIP archive: an offset points outside it");
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
    if (bytesRead !== length) throw refuse("ended while it was read");
    return buffer;
  };

  const { start, length, count } = await findZipDirectory({ read, fail }, size);
  if (length > largestDirectory || count * zipRecordBytes > length) {
    throw refuse("is a ZIP archive with an impossible directory");
  }
  const directory = await read(start, length);
  const entries: ZipEntry[] = [];
  for (const record of zipRecords(directory, count, fail)) {
    const { name, crc32, compressedSize } = record;
    const method = methodOf(record, refuse);
    const offset = zipContentStart(record, await read(record.header, zipHeaderBytes));
    if (offset === undefined) throw refuse(`has a damaged entry ${name}`);
    if (offset + compressedSize > size) throw refuse(`is cut off inside ${name}`);
    entries.push({ name, method, crc32, compressedSize, size: record.size, offset });
  }
  return entries;
}

function methodOf(
  { name, size, compressedSize, method, isEncrypted }: ZipRecord,
  refuse: (what: string) => GipfelError,
): ZipEntry["method"] {
  if (size > largestEntry) throw refuse(`declares ${size} bytes for ${name}; an array has at most ${largestEntry}`);
  if (size > ratioMatters && size > largestRatio * compressedSize) {
    throw refuse(`has ${name} compressed more than ${largestRatio} to 1; write it with numpy.savez, uncompressed`);
  }
  if (isEncrypted || (method !== 0 && method !== 8)) {
    throw refuse(`has ${name} encrypted or in compression method ${method}; write it with numpy.savez`);
  }
  if (method === 8) return "deflated";
  if (compressedSize !== size) throw refuse(`has a damaged entry ${name}: its sizes differ`);
  return "stored";
}
