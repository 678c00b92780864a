import type { FileHandle } from "node:fs/promises";
import { GipfelError } from "@gipfel/contracts";

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
const absent16 = 0xffff;
const absent32 = 0xffffffff;

/**
 * The entries of a ZIP archive, ZIP64 included, without reading their contents, so that the rows of a large stored array
 * can be read one by one. `size` is the archive's length. Throws DATASET_INVALID. Source: PKWARE APPNOTE 6.3.10, 4.3.
 */
export async function readZipDirectory(handle: FileHandle, size: number, file: string): Promise<ZipEntry[]> {
  const fail = (what: string) => new GipfelError("DATASET_INVALID", `${file} ${what}.`);
  const read = async (offset: number, length: number): Promise<Buffer> => {
    if (offset < 0 || offset + length > size) throw fail("is a damaged ZIP archive: an offset points outside it");
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
    if (bytesRead !== length) throw fail("ended while it was read");
    return buffer;
  };

  const tailLength = Math.min(size, 22 + absent16);
  const tail = await read(size - tailLength, tailLength);
  const end = tail.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  if (end < 0 || end + 22 > tail.length) throw fail("is not an .npz archive; write it with numpy.savez");
  let count = tail.readUInt16LE(end + 10);
  let length = tail.readUInt32LE(end + 12);
  let start = tail.readUInt32LE(end + 16);
  if (count === absent16 || length === absent32 || start === absent32) {
    const locator = await read(size - tailLength + end - 20, 20);
    if (locator.readUInt32LE(0) !== 0x07064b50) throw fail("is a damaged ZIP64 archive: it has no locator");
    const end64 = await read(Number(locator.readBigUInt64LE(8)), 56);
    if (end64.readUInt32LE(0) !== 0x06064b50) throw fail("is a damaged ZIP64 archive: it has no directory");
    count = Number(end64.readBigUInt64LE(32));
    length = Number(end64.readBigUInt64LE(40));
    start = Number(end64.readBigUInt64LE(48));
  }
  if (length > largestDirectory || count * 46 > length) throw fail("is a ZIP archive with an impossible directory");

  const directory = await read(start, length);
  const entries: ZipEntry[] = [];
  for (let at = 0; entries.length < count; ) {
    if (at + 46 > length || directory.readUInt32LE(at) !== 0x02014b50) throw fail("has a damaged ZIP directory");
    const nameEnd = at + 46 + directory.readUInt16LE(at + 28);
    const extraEnd = nameEnd + directory.readUInt16LE(at + 30);
    const next = extraEnd + directory.readUInt16LE(at + 32);
    if (next > length) throw fail("has a damaged ZIP directory");
    const name = directory.toString("utf8", at + 46, nameEnd);
    const sizes = [directory.readUInt32LE(at + 24), directory.readUInt32LE(at + 20), directory.readUInt32LE(at + 42)];
    const [entrySize, compressedSize, header] = widen(sizes, directory.subarray(nameEnd, extraEnd));
    if (entrySize > largestEntry) {
      throw fail(`declares ${entrySize} bytes for ${name}; an array has at most ${largestEntry}`);
    }
    if (entrySize > ratioMatters && entrySize > largestRatio * compressedSize) {
      throw fail(`has ${name} compressed more than ${largestRatio} to 1; write it with numpy.savez, uncompressed`);
    }
    const method = directory.readUInt16LE(at + 10);
    if ((directory.readUInt16LE(at + 8) & 1) !== 0 || (method !== 0 && method !== 8)) {
      throw fail(`has ${name} encrypted or in compression method ${method}; write it with numpy.savez`);
    }
    if (method === 0 && compressedSize !== entrySize) throw fail(`has a damaged entry ${name}: its sizes differ`);
    const local = await read(header, 30);
    if (local.readUInt32LE(0) !== 0x04034b50) throw fail(`has a damaged entry ${name}`);
    const offset = header + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
    if (offset + compressedSize > size) throw fail(`is cut off inside ${name}`);
    const crc32 = directory.readUInt32LE(at + 16);
    entries.push({
      name,
      method: method === 0 ? "stored" : "deflated",
      crc32,
      compressedSize,
      size: entrySize,
      offset,
    });
    at = next;
  }
  return entries;
}

/** The values, those that do not fit 32 bits taken from the ZIP64 extra field, which holds just these, in this order. */
function widen(values: number[], extra: Buffer): number[] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let field = at + 4;
    return values.map((value) => {
      if (value !== absent32 || field + 8 > extra.length) return value;
      field += 8;
      return Number(extra.readBigUInt64LE(field - 8));
    });
  }
  return values;
}
