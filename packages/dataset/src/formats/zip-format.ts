/**
 * The records of a ZIP archive, ZIP64 included, as they are written: what to make of them, which limits hold and how faults
 * are told is the matter of those who read archives. Source: PKWARE APPNOTE 6.3.10, 4.3.
 */

/** A file or folder of the central directory. Sizes and offsets in bytes. */
export interface ZipRecord {
  /** With `/`, which ends that of a folder. */
  readonly name: string;
  /** 0 stored, 8 deflated. */
  readonly method: number;
  readonly isEncrypted: boolean;
  /** As Unix has it, with the kind of file; 0 where it is not stated. */
  readonly mode: number;
  readonly crc32: number;
  readonly compressedSize: number;
  readonly size: number;
  /** Of its local header in the archive. */
  readonly header: number;
}

/** Where the central directory lies, in bytes, and how many records it has; as stated, and not checked yet. */
export interface ZipDirectoryPlace {
  readonly start: number;
  readonly length: number;
  readonly count: number;
}

export type ZipFault = "no archive" | "no ZIP64 locator" | "no ZIP64 directory" | "damaged directory";

export interface ZipReader {
  /** Exactly so many bytes; throws where the archive has none there. */
  read(position: number, length: number): Promise<Buffer>;
  /** The error for a fault. */
  fail(fault: ZipFault): Error;
}

/** Of a record in the central directory, without its name. */
export const zipRecordBytes = 46;
/** Of a local header, without its name. */
export const zipHeaderBytes = 30;

const endBytes = 22;
const locatorBytes = 20;
const absent16 = 0xffff;
const absent32 = 0xffffffff;

/** @param size of the archive */
export async function findZipDirectory(reader: ZipReader, size: number): Promise<ZipDirectoryPlace> {
  const tailLength = Math.min(size, endBytes + absent16);
  const tail = await reader.read(size - tailLength, tailLength);
  const end = tail.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  if (end < 0 || end + endBytes > tail.length) throw reader.fail("no archive");
  const count = tail.readUInt16LE(end + 10);
  const length = tail.readUInt32LE(end + 12);
  const start = tail.readUInt32LE(end + 16);
  if (count !== absent16 && length !== absent32 && start !== absent32) return { start, length, count };
  const locatorAt = size - tailLength + end - locatorBytes;
  if (locatorAt < 0) throw reader.fail("no ZIP64 locator");
  const locator = await reader.read(locatorAt, locatorBytes);
  if (locator.readUInt32LE(0) !== 0x07064b50) throw reader.fail("no ZIP64 locator");
  const end64 = await reader.read(Number(locator.readBigUInt64LE(8)), 56);
  if (end64.readUInt32LE(0) !== 0x06064b50) throw reader.fail("no ZIP64 directory");
  return {
    start: Number(end64.readBigUInt64LE(48)),
    length: Number(end64.readBigUInt64LE(40)),
    count: Number(end64.readBigUInt64LE(32)),
  };
}

/** The records of a directory, one by one, so that who refuses one reads no further. */
export function* zipRecords(directory: Buffer, count: number, fail: ZipReader["fail"]): Generator<ZipRecord> {
  let at = 0;
  for (let n = 0; n < count; n++) {
    if (at + zipRecordBytes > directory.length || directory.readUInt32LE(at) !== 0x02014b50) {
      throw fail("damaged directory");
    }
    const nameEnd = at + zipRecordBytes + directory.readUInt16LE(at + 28);
    const extraEnd = nameEnd + directory.readUInt16LE(at + 30);
    const next = extraEnd + directory.readUInt16LE(at + 32);
    if (next > directory.length) throw fail("damaged directory");
    const [size, compressedSize, header] = widen(
      [directory.readUInt32LE(at + 24), directory.readUInt32LE(at + 20), directory.readUInt32LE(at + 42)],
      directory.subarray(nameEnd, extraEnd),
    );
    yield {
      name: directory.toString("utf8", at + zipRecordBytes, nameEnd),
      method: directory.readUInt16LE(at + 10),
      isEncrypted: (directory.readUInt16LE(at + 8) & 1) !== 0,
      mode: directory.readUInt32LE(at + 38) >>> 16,
      crc32: directory.readUInt32LE(at + 16),
      ...{ compressedSize, size, header },
    };
    at = next;
  }
}

/**
 * Where the (compressed) bytes of a record begin; undefined where its header is none.
 *
 * @param local the {@link zipHeaderBytes} at `header`
 */
export function zipContentStart({ header }: Pick<ZipRecord, "header">, local: Buffer): number | undefined {
  if (local.readUInt32LE(0) !== 0x04034b50) return undefined;
  return header + zipHeaderBytes + local.readUInt16LE(26) + local.readUInt16LE(28);
}

/** The values; those that do not fit 32 bits are in the ZIP64 field, which holds just these, in this order. */
function widen(values: readonly [number, number, number], extra: Buffer): [number, number, number] {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== 1) continue;
    let field = at + 4;
    const wide = (value: number) => {
      if (value !== absent32 || field + 8 > extra.length) return value;
      field += 8;
      return Number(extra.readBigUInt64LE(field - 8));
    };
    return [wide(values[0]), wide(values[1]), wide(values[2])];
  }
  return [...values];
}
