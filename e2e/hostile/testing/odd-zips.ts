/** Zips whose ends say what is not so (PKWARE APPNOTE 4.3.12 to 4.3.16). */

/** The archive, whose end states another number of entries. */
export function lyingEnd(archive: Buffer, count: number): Buffer {
  const changed = Buffer.from(archive);
  const end = changed.length - 22;
  changed.writeUInt16LE(count, end + 8);
  changed.writeUInt16LE(count, end + 10);
  return changed;
}

export interface Directory64 {
  readonly start: bigint;
  readonly length: bigint;
  readonly count: bigint;
}

/** The archive, whose end refers to one of 64 bits for its directory. */
export function zip64End(archive: Buffer, { start, length, count }: Directory64): Buffer {
  const body = archive.subarray(0, -22);
  const end64 = Buffer.alloc(56);
  end64.write("PK\u0006\u0006", 0, "latin1");
  end64.writeBigUInt64LE(44n, 4);
  end64.writeBigUInt64LE(count, 24);
  end64.writeBigUInt64LE(count, 32);
  end64.writeBigUInt64LE(length, 40);
  end64.writeBigUInt64LE(start, 48);
  const locator = Buffer.alloc(20);
  locator.write("PK\u0006\u0007", 0, "latin1");
  locator.writeBigUInt64LE(BigInt(body.length), 8);
  locator.writeUInt32LE(1, 16);
  const end = Buffer.alloc(22, 0xff);
  end.write("PK\u0005\u0006", 0, "latin1");
  end.writeUInt16LE(0, 20);
  return Buffer.concat([body, end64, locator, end]);
}

/** So many empty files. */
export function manyEntries(count: number): Buffer {
  const entry = 46 + 11;
  const directory = Buffer.alloc(count * entry);
  for (let n = 0; n < count; n += 1) {
    directory.write("PK\u0001\u0002", n * entry, "latin1");
    directory.writeUInt16LE(11, n * entry + 28);
    directory.write(`${String(n).padStart(7, "0")}.png`, n * entry + 46, "latin1");
  }
  return zip64End(Buffer.concat([directory, Buffer.alloc(22)]), {
    ...{ start: 0n, length: BigInt(directory.length), count: BigInt(count) },
  });
}
