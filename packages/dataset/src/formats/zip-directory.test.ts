import { mkdtemp, open, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zipSync } from "fflate";
import { beforeAll, describe, expect, it } from "vitest";
import { readZipDirectory } from "./zip-directory.js";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gipfel-zip-"));
});

async function directory(bytes: Uint8Array) {
  const file = join(folder, "archive.zip");
  await writeFile(file, bytes);
  const handle = await open(file, "r");
  try {
    return await readZipDirectory(handle, bytes.length, "archive.zip");
  } finally {
    await handle.close();
  }
}

const content = Buffer.from("0123456789");
const archive = () => Buffer.from(zipSync({ "a.npy": [content, { level: 0 }], "b.npy": [Buffer.alloc(999), {}] }));
const signature = (bytes: Buffer, name: string) => bytes.indexOf(Buffer.from(name, "latin1"));
const endOf = (bytes: Buffer) => signature(bytes, "PK\x05\x06");
const centralOf = (bytes: Buffer) => signature(bytes, "PK\x01\x02");

/** The archive with sizes and offsets in ZIP64 records and 0xffffffff in their places. */
function asZip64(bytes: Buffer): Buffer {
  const end = endOf(bytes);
  const start = centralOf(bytes);
  const central = bytes.subarray(start, end);
  const nameEnd = 46 + central.readUInt16LE(28);
  const extra = Buffer.alloc(28);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(24, 2);
  extra.writeBigUInt64LE(BigInt(central.readUInt32LE(24)), 4);
  extra.writeBigUInt64LE(BigInt(central.readUInt32LE(20)), 12);
  extra.writeBigUInt64LE(BigInt(central.readUInt32LE(42)), 20);
  const first = Buffer.from(central.subarray(0, nameEnd));
  for (const at of [20, 24, 42]) first.writeUInt32LE(0xffffffff, at);
  first.writeUInt16LE(extra.length, 30);
  const rest = central.subarray(nameEnd + central.readUInt16LE(30) + central.readUInt16LE(32));
  const wide = Buffer.concat([first, extra, rest]);
  const end64 = Buffer.alloc(56);
  end64.writeUInt32LE(0x06064b50, 0);
  end64.writeBigUInt64LE(2n, 32);
  end64.writeBigUInt64LE(BigInt(wide.length), 40);
  end64.writeBigUInt64LE(BigInt(start), 48);
  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(start + wide.length), 8);
  const tail = Buffer.from(bytes.subarray(end));
  tail.writeUInt32LE(0xffffffff, 16);
  return Buffer.concat([bytes.subarray(0, start), wide, end64, locator, tail]);
}

/** The archive with a little-endian field of 16 or 32 bits changed. */
function put(bytes: Buffer, at: number, bits: number, value: number): Buffer {
  bytes.writeUIntLE(value, at, bits / 8);
  return bytes;
}

describe("readZipDirectory", () => {
  it("finds the bytes of each entry", async () => {
    const bytes = archive();
    const [a, b] = await directory(bytes);
    expect(a).toMatchObject({ name: "a.npy", method: "stored", size: 10, compressedSize: 10 });
    expect(bytes.subarray(a.offset, a.offset + a.size)).toEqual(content);
    expect(b).toMatchObject({ name: "b.npy", method: "deflated", size: 999 });
  });

  it("reads ZIP64, and an archive with a comment", async () => {
    const bytes = archive();
    const entries = await directory(bytes);
    expect(await directory(asZip64(bytes))).toEqual(entries);
    const commented = Buffer.concat([bytes, Buffer.from("hello")]);
    commented.writeUInt16LE(5, endOf(bytes) + 20);
    expect(await directory(commented)).toEqual(entries);
  });

  it("refuses a declared size above 8 GiB", async () => {
    const bytes = asZip64(archive());
    const central = centralOf(bytes);
    bytes.writeBigUInt64LE(2n ** 33n + 1n, central + 46 + bytes.readUInt16LE(central + 28) + 4);
    await expect(directory(bytes)).rejects.toMatchObject({
      code: "DATASET_INVALID",
      message: expect.stringContaining("declares 8589934593 bytes for a.npy"),
    });
  });

  it.each<[string, (bytes: Buffer) => Buffer, string]>([
    ["no archive", () => Buffer.from("nothing of the kind"), "not an .npz archive"],
    ["an empty file", () => Buffer.alloc(0), "not an .npz archive"],
    ["a cut archive", (bytes) => bytes.subarray(0, bytes.length - 30), "not an .npz archive"],
    ["a cut beginning", (bytes) => bytes.subarray(40), "damaged"],
    ["a directory out of the file", (bytes) => put(bytes, endOf(bytes) + 16, 32, 2 ** 31), "outside it"],
    ["too many entries", (bytes) => put(bytes, endOf(bytes) + 10, 16, 9999), "impossible directory"],
    ["encryption", (bytes) => put(bytes, centralOf(bytes) + 8, 16, 1), "encrypted"],
    ["another compression", (bytes) => put(bytes, centralOf(bytes) + 10, 16, 14), "method 14"],
    ["stored sizes that differ", (bytes) => put(bytes, centralOf(bytes) + 24, 32, 11), "sizes differ"],
  ])("refuses %s", async (_, change, part) => {
    await expect(directory(change(archive()))).rejects.toMatchObject({
      code: "DATASET_INVALID",
      message: expect.stringContaining(part),
    });
  });
});
