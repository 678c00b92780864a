/** The directory of a ZIP archive that a stranger made: read with limits, and refused for anything but plain files. */
import type { FileHandle } from "node:fs/promises";

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

/** Of an entry in the directory, without its name. */
const entryBytes = 46;
/** Of a file, without its name. */
const localHeaderBytes = 30;
const largestDirectory = 128 * 2 ** 20;
const longestName = 500;
/** Pictures and weights shrink little; small files of text may shrink more, and do no harm. */
const largestRatio = 200;
const ratioMatters = 2 ** 20;
const absent16 = 0xffff;
const absent32 = 0xffffffff;
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
  const { start, length, count } = await findDirectory(handle, size, refuse);
  if (count > limits.entries) throw refuse(`has ${count} entries; at most ${limits.entries} are accepted`);
  if (length > largestDirectory || start + length > size || count * entryBytes > length) {
    throw refuse("has a damaged directory");
  }
  const directory = await readAt(handle, start, length, refuse);
  const entries: ZipEntry[] = [];
  const names = new Set<string>();
  let total = 0;
  let at = 0;
  for (let n = 0; n < count; n++) {
    const { entry, next } = readEntry(directory, at, refuse);
    at = next;
    if (entry === null) continue;
    const folded = entry.name.toLowerCase();
    if (names.has(folded)) throw refuse(`has ${entry.name} twice`);
    names.add(folded);
    total += entry.size;
    if (total > limits.bytes) throw refuse(`has more than ${limits.bytes} bytes unpacked, which is the limit`);
    entries.push(entry);
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
    if (next && next.header < header + localHeaderBytes + compressedSize) {
      throw refuse(`has ${name} and ${next.name} over the same bytes`);
    }
  }
}

async function findDirectory(
  handle: FileHandle,
  size: number,
  refuse: Refuse,
): Promise<{ start: number; length: number; count: number }> {
  const tail = Math.min(size, 22 + 0xffff);
  const bytes = await readAt(handle, size - tail, tail, refuse);
  const end = bytes.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  if (end < 0 || end + 22 > bytes.length) throw refuse("is no ZIP archive, or cut off");
  const [count, length, start] = [
    bytes.readUInt16LE(end + 10),
    bytes.readUInt32LE(end + 12),
    bytes.readUInt32LE(end + 16),
  ];
  if (count !== absent16 && length !== absent32 && start !== absent32) return { start, length, count };
  const locatorAt = size - tail + end - 20;
  if (locatorAt < 0) throw refuse("has a damaged directory");
  const locator = await readAt(handle, locatorAt, 20, refuse);
  if (locator.readUInt32LE(0) !== 0x07064b50) throw refuse("has a damaged directory");
  const end64 = await readAt(handle, Number(locator.readBigUInt64LE(8)), 56, refuse);
  if (end64.readUInt32LE(0) !== 0x06064b50) throw refuse("has a damaged directory");
  return {
    count: Number(end64.readBigUInt64LE(32)),
    length: Number(end64.readBigUInt64LE(40)),
    start: Number(end64.readBigUInt64LE(48)),
  };
}

/** @returns no entry for a folder */
function readEntry(directory: Buffer, at: number, refuse: Refuse): { entry: ZipEntry | null; next: number } {
  if (at + entryBytes > directory.length || directory.readUInt32LE(at) !== 0x02014b50) {
    throw refuse("has a damaged directory");
  }
  const nameEnd = at + entryBytes + directory.readUInt16LE(at + 28);
  const extraEnd = nameEnd + directory.readUInt16LE(at + 30);
  const next = extraEnd + directory.readUInt16LE(at + 32);
  if (next > directory.length) throw refuse("has a damaged directory");
  const name = directory.toString("utf8", at + entryBytes, nameEnd);
  checkName(name, refuse);
  const method = directory.readUInt16LE(at + 10);
  if ((directory.readUInt16LE(at + 8) & 1) !== 0) throw refuse(`has ${name} encrypted`);
  if (method !== 0 && method !== 8) throw refuse(`has ${name} in compression method ${method}; deflate is read`);
  const kind = (directory.readUInt32LE(at + 38) >>> 16) & kindMask;
  if (!plainKinds.has(kind)) {
    const what = kind === link ? "a symbolic link" : "a device or the like";
    throw refuse(`has ${name} as ${what}; only plain files are accepted`);
  }
  const [size, compressedSize, header] = widen(
    [directory.readUInt32LE(at + 24), directory.readUInt32LE(at + 20), directory.readUInt32LE(at + 42)],
    directory.subarray(nameEnd, extraEnd),
  ) as [number, number, number];
  if (name.endsWith("/")) return { entry: null, next };
  if (size > ratioMatters && size > largestRatio * compressedSize) {
    throw refuse(`has ${name} compressed more than ${largestRatio} to 1`);
  }
  const crc32 = directory.readUInt32LE(at + 16);
  return { entry: { name, isDeflated: method === 8, crc32, compressedSize, size, header }, next };
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

/** The values; those that do not fit 32 bits are in the ZIP64 field, which holds just these, in this order. */
function widen(values: readonly number[], extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let field = at + 4;
    return values.map((value) => {
      if (value !== absent32 || field + 8 > extra.length) return value;
      field += 8;
      return Number(extra.readBigUInt64LE(field - 8));
    });
  }
  return [...values];
}

export async function readAt(handle: FileHandle, position: number, length: number, refuse: Refuse): Promise<Buffer> {
  if (!Number.isSafeInteger(position) || position < 0) throw refuse("has a damaged directory");
  const bytes = Buffer.alloc(length);
  const { bytesRead } = await handle.read(bytes, 0, length, position);
  if (bytesRead !== length) throw refuse("is cut off");
  return bytes;
}
