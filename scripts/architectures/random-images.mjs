import { crc32 } from "node:zlib";

/** Uniform numbers in [0, 1) from a seed: mulberry32. */
function uniform(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Standard normal numbers, in pairs by Box and Muller. */
function normals(count, seed) {
  const random = uniform(seed);
  const values = new Float32Array(count);
  for (let i = 0; i < count; i += 2) {
    const radius = Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    values[i] = radius * Math.cos(angle);
    if (i + 1 < count) values[i + 1] = radius * Math.sin(angle);
  }
  return values;
}

/** A NumPy file, version 1.0: its header padded so that the data starts at a multiple of 64. */
function npy(type, shape, data) {
  const description = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.join(", ")},), }`;
  const text = `${description.padEnd(Math.ceil((description.length + 11) / 64) * 64 - 11)}\n`;
  const head = Buffer.from(`\x93NUMPY\x01\x00\x00\x00${text}`, "latin1");
  head.writeUInt16LE(text.length, 8);
  return Buffer.concat([head, Buffer.from(data.buffer, data.byteOffset, data.byteLength)]);
}

/** A zip archive of uncompressed entries (PKWARE APPNOTE 4.3), as `numpy.savez` writes it. */
function zip(entries) {
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const [name, content] of entries) {
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\x00", "latin1"), common, place, Buffer.from(name));
    const local = [Buffer.from("PK\x03\x04", "latin1"), common, Buffer.from(name), content];
    parts.push(...local);
    offset += local.reduce((sum, part) => sum + part.length, 0);
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

/**
 * An `.npz` of standard normal images with labels 0, 1, …: what `--data` takes for networks that have no data set.
 *
 * @param {readonly number[]} input channels, height and width
 * @param {number} classes
 * @param {number} imagesPerClass
 * @param {number} seed
 */
export function randomImages(input, classes, imagesPerClass, seed) {
  const count = classes * imagesPerClass;
  const images = normals(
    input.reduce((product, size) => product * size, count),
    seed,
  );
  const labels = BigInt64Array.from({ length: count }, (_, n) => BigInt(Math.floor(n / imagesPerClass)));
  return zip([
    ["images.npy", npy("<f4", [count, ...input], images)],
    ["labels.npy", npy("<i8", [count], labels)],
  ]);
}
