/** The directory of a ZIP archive that a stranger made: read with limits, and refused for anything but plain files. */
import type { FileHandle } from "node:fs/promises";
import {
  findZipDirectory,
  type ZipFault,
  type ZipRecord,
  zipHeaderBytes,
  zipRecordBytes,
  zipRecords,
} from "@gipfel/dataset";

/** A file in an archive. Sizes and offsets in bytes. */
export interface ZipEntry {
  /** Relative, with `/`. */
  readonly name: string;
  readonly isDeflated: boolean;
  readonly crc32: number;
  readonly compressedSize: number;
  readonly size: number;
  /** Of its local header. */
  readonly header: number;
}

export interface ZipLimits {
  readonly entries: number;
  /** Bytes of all files, unpacked. */
  readonly bytes: number;
}

/** Makes the error for what is wrong with an archive. */
export type Refuse = (problem: string) => Error;

const largestDirectory = 128 * 2 ** 20;
const longestName = 500;
/** Pictures and weights shrink little. A small file of text may shrink more, but not all of a large archive. */
const largestRatio = 200;
const ratioMatters = 2 ** 20;
/** Files without content, such as a download that failed has left. */
const mostEmpty = 100;
const link = 0o120000;
const kindMask = 0o170000;
/** Not stated, file, folder. */
const plainKinds = new Set([0, 0o100000, 0o040000]);

/** @throws what `refuse` makes */
export async function readZipDirectory(
  handle: FileHandle,
  size: number,
  limits: ZipLimits,
  refuse: Refuse,
): Promise<ZipEntry[]> {
  const fail = (fault: ZipFault) =>
    refuse(fault === "no archive" ? "is no ZIP archive, or cut off" : "has a damaged directory");
  const read = (position: number, bytes: number) => readAt(handle, position, bytes, refuse);
  const { start, length, count } = await findZipDirectory({ read, fail }, size);
  if (count > limits.entries) throw refuse(`has ${count} entries; at most ${limits.entries} are accepted`);
  if (length > largestDirectory || start + length > size || count * zipRecordBytes > length) {
    throw refuse("has a damaged directory");
  }
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  let total = 0;
  let empty = 0;
  for (const record of zipRecords(await read(start, length), count, fail)) {
    const entry = entryOf(record, refuse);
    if (entry === undefined) continue;
    const folded = entry.name.toLowerCase();
    if (names.has(folded)) throw refuse(`has ${entry.name} twice`);
    names.add(folded);
    total += entry.size;
    if (total > limits.bytes) throw refuse(`has more than ${limits.bytes} bytes unpacked, which is the limit`);
    if (entry.size === 0) empty += 1;
    if (empty > mostEmpty) throw refuse(`has more than ${mostEmpty} files without content`);
    entries.push(entry);
  }
  if (total > ratioMatters && total > largestRatio * size) {
    throw refuse(`is compressed more than ${largestRatio} to 1: ${total} bytes in ${size}`);
  }
  refuseNesting(entries, refuse);
  refuseOverlaps(entries, refuse);
  return entries;
}

/** No entry may lie below another, as if that were a folder. */
function refuseNesting(entries: readonly ZipEntry[], refuse: Refuse): void {
  const folders = new Set<string>();
  for (const { name } of entries) {
    const path = name.toLowerCase();
    for (let end = path.indexOf("/"); end >= 0; end = path.indexOf("/", end + 1)) folders.add(path.slice(0, end));
  }
  const both = entries.find(({ name }) => folders.has(name.toLowerCase()));
  if (both) throw refuse(`has ${both.name} as both a file and a folder`);
}

/** Bombs let many entries share the same bytes. */
function refuseOverlaps(entries: readonly ZipEntry[], refuse: Refuse): void {
  const ordered = [...entries].sort((a, b) => a.header - b.header);
  for (const [index, { name, header, compressedSize }] of ordered.entries()) {
    const next = ordered[index + 1];
    if (next && next.header < header + zipHeaderBytes + compressedSize) {
      throw refuse(`has ${name} and ${next.name} over the same bytes`);
    }
  }
}

/** @returns nothing for a folder */
function entryOf(
  { name, method, isEncrypted, mode, crc32, compressedSize, size, header }: ZipRecord,
  refuse: Refuse,
): ZipEntry | undefined {
  checkName(name, refuse);
  if (isEncrypted) throw refuse(`has ${name} encrypted`);
  if (method !== 0 && method !== 8) throw refuse(`has ${name} in compression method ${method}; deflate is read`);
  const kind = mode & kindMask;
  if (!plainKinds.has(kind)) {
    const what = kind === link ? "a symbolic link" : "a device or the like";
    throw refuse(`has ${name} as ${what}; only plain files are accepted`);
  }
  if (name.endsWith("/")) return undefined;
  if (size > ratioMatters && size > largestRatio * compressedSize) {
    throw refuse(`has ${name} compressed more than ${largestRatio} to 1`);
  }
  return { name, isDeflated: method === 8, crc32, compressedSize, size, header };
}

function checkName(name: string, refuse: Refuse): void {
  const shown = JSON.stringify(name.slice(0, 80));
  if (name.length === 0 || name.length > longestName) {
    throw refuse(`has a name of ${name.length} characters; 1 to ${longestName} are accepted`);
  }
  const parts = name.replace(/\/$/, "").split("/");
  const isPlain = parts.every((part) => part !== "" && part !== "." && part !== ".." && part.length <= 200);
  const hasControls = [...name].some((character) => character.charCodeAt(0) < 32 || character === "\u007f");
  if (!isPlain || hasControls || name.includes("\\") || /^[A-Za-z]:/.test(name) || name.includes("\ufffd")) {
    throw refuse(`has an entry named ${shown}; names are relative paths with / and without . and ..`);
  }
}

export async function readAt(handle: FileHandle, position: number, length: number, refuse: Refuse): Promise<Buffer> {
  if (!Number.isSafeInteger(position) || position < 0) throw refuse("has a damaged directory");
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await handle.read(bytes, 0, length, position);
  if (bytesRead !== length) throw refuse("is cut off");
  return bytes;
}
