import { crc32 } from "node:zlib";
import { writeNpy } from "../../packages/dataset/src/index.js";

/**
 * The bytes of an `.npz` with float32 `images` and `labels`, stored without compression (PKWARE APPNOTE 4.3).
 *
 * @param values of the images; zeros without them.
 */
export function npzOf(
  shape: readonly number[],
  labels: readonly number[],
  values = new Float32Array(shape.reduce((product, size) => product * size, 1)),
): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  const entries = {
    "images.npy": Buffer.from(writeNpy(shape, values)),
    "labels.npy": labelsOf(labels),
  };
  for (const [name, content] of Object.entries(entries)) {
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = [Buffer.from("PK\x03\x04", "latin1"), common, Buffer.from(name), content];
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\x00", "latin1"), common, place, Buffer.from(name));
    parts.push(...local);
    offset += local.reduce((size, part) => size + part.length, 0);
  }
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(2, 8);
  end.writeUInt16LE(2, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

/** `labels.npy` of one-byte integers: the float32 file with another type and other values. */
function labelsOf(labels: readonly number[]): Buffer {
  const floats = Buffer.from(writeNpy([labels.length], new Float32Array(labels.length)));
  const header = Buffer.from(floats.subarray(0, floats.length - 4 * labels.length));
  header.write("|u1", header.indexOf("<f4"));
  return Buffer.concat([header, Buffer.from(labels)]);
}
