/** Zips that are refused for how they are made, whatever they hold. */
import { randomBytes } from "node:crypto";
import { makeZip, type ZipFile } from "../../../packages/service/src/testing/make-zip.js";
import { lyingEnd, manyEntries, zip64End } from "../testing/odd-zips.js";
import { pngHeader } from "../testing/pictures.js";

export interface HostileArchive {
  readonly what: string;
  readonly make: () => Buffer;
  readonly says: RegExp;
}

const image: ZipFile = { name: "cat/1.png", content: pngHeader(8, 8) };
const beside = (...files: readonly ZipFile[]) => makeZip([image, ...files]);
const named = (name: string) => beside({ name, content: "x" });
const claiming = (claims: NonNullable<ZipFile["claims"]>, content: Uint8Array | string = "x".repeat(1000)) =>
  beside({ name: "cat/2.png", content, claims });
/** ZIP64's field of the directory: size, compressed size, place of the header (PKWARE APPNOTE 4.5.3). */
const wide = (...values: bigint[]) => {
  const field = Buffer.alloc(4 + 8 * values.length);
  field.writeUInt16LE(1, 0);
  field.writeUInt16LE(8 * values.length, 2);
  values.forEach((value, i) => {
    field.writeBigUInt64LE(value, 4 + 8 * i);
  });
  return field;
};
const in64 = 0xffffffff;

const cases: readonly (readonly [what: string, make: () => Buffer, says: RegExp])[] = [
  ["a path that leaves its folder", () => named("../../evil.png"), /relative paths/],
  ["a path that leaves it on the way", () => named("cat/../../evil.png"), /relative paths/],
  ["an absolute path", () => named("/etc/evil.png"), /relative paths/],
  ["a drive", () => named("C:/evil.png"), /relative paths/],
  ["a drive without a slash", () => named("c:evil.png"), /relative paths/],
  ["backslashes", () => named("..\\..\\evil.png"), /relative paths/],
  ["a network share", () => named("\\\\host\\share\\evil.png"), /relative paths/],
  ["a path through a dot", () => named("cat/./evil.png"), /relative paths/],
  ["a path with an empty part", () => named("cat//evil.png"), /relative paths/],
  ["a NUL in a name", () => named("cat/a.png\0.txt"), /relative paths/],
  ["a line break in a name", () => named("cat/a\nb.png"), /relative paths/],
  [
    "a name that is no UTF-8",
    () => Buffer.from(named("cat/XX.png").toString("latin1").replaceAll("XX", "\xff\xfe"), "latin1"),
    /relative paths/,
  ],
  ["a name of 60,000 characters", () => named(`${"a".repeat(60_000)}.png`), /characters/],
  ["a folder 400 deep", () => named(`${"a/".repeat(400)}b.png`), /characters/],
  ["a symbolic link", () => claiming({ mode: 0o120777 }, "/etc/passwd"), /symbolic link/],
  ["a device", () => claiming({ mode: 0o020666 }), /plain files/],
  ["an encrypted file", () => claiming({ flags: 1 }), /encrypted/],
  ["a file in an unknown compression", () => claiming({ method: 99 }), /method 99/],
  ["one file twice", () => beside(image), /twice/],
  ["a folder where a file is", () => named("cat/1.png/2.png"), /both a file and a folder/],
  ["a bomb of zeros", () => beside({ name: "cat/2.png", content: Buffer.alloc(50 * 2 ** 20) }), /200 to 1/],
  [
    "a bomb in a bomb",
    () => beside({ name: "cat/2.zip", content: makeZip([{ name: "a.png", content: Buffer.alloc(2 ** 29) }]) }),
    /2.zip, which is neither an image/,
  ],
  ["a size that is larger than stated", () => claiming({ size: 10 }), /larger than its directory states/],
  ["a size that is smaller than stated", () => claiming({ size: 1001 }), /damaged/],
  ["a wrong checksum", () => claiming({ crc32: 1 }), /damaged/],
  ["a compressed size past the end", () => claiming({ compressedSize: 2 ** 31 }), /cut off/],
  ["no compressed bytes of a file that has some", () => claiming({ compressedSize: 0 }), /damaged/],
  ["a header past the end", () => claiming({ header: 2 ** 31 }), /cut off|damaged/],
  ["a header in another file", () => claiming({ header: 10 }), /over the same bytes/],
  ["two entries over the same bytes", () => claiming({ header: 0 }, pngHeader(8, 8)), /over the same bytes/],
  [
    "64-bit sizes of exabytes",
    () => claiming({ size: in64, compressedSize: in64, extra: wide(2n ** 62n, 2n ** 62n) }),
    /limit|damaged/,
  ],
  [
    "64-bit sizes that overflow",
    () => claiming({ size: in64, compressedSize: in64, extra: wide(2n ** 64n - 1n, 1n) }),
    /limit|damaged|200 to 1/,
  ],
  ["a 64-bit header far away", () => claiming({ header: in64, extra: wide(2n ** 63n) }), /damaged/],
  [
    "64-bit sizes without a field",
    () => claiming({ size: in64, compressedSize: in64 }),
    /cut off|damaged|limit|200 to 1/,
  ],
  ["a 64-bit directory far away", () => zip64End(beside(), { start: 2n ** 63n, length: 46n, count: 1n }), /damaged/],
  ["a 64-bit directory of exabytes", () => zip64End(beside(), { start: 0n, length: 2n ** 62n, count: 1n }), /damaged/],
  ["2^63 entries", () => zip64End(beside(), { start: 0n, length: 46n, count: 2n ** 63n }), /entries/],
  ["more entries than it has", () => lyingEnd(beside(), 5), /damaged/],
  ["1,000,000 entries", () => manyEntries(1_000_000), /1000000 entries/],
  ["the end missing", () => beside().subarray(0, -30), /cut off|no ZIP/],
  [
    "the half missing",
    () => beside({ name: "cat/2.png", content: randomBytes(5000) }).subarray(0, 2600),
    /cut off|no ZIP/,
  ],
  ["random bytes", () => randomBytes(5000), /no ZIP/],
  ["one byte", () => Buffer.of(80), /no ZIP/],
];

export const archives: readonly HostileArchive[] = cases.map(([what, make, says]) => ({ what, make, says }));
