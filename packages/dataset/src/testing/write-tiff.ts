/** TIFF 6.0, little-endian, one uncompressed strip: what tests need of sample types that no library here writes. */

type Samples =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array
  | Float64Array;

const unsigned = 1;
const signed = 2;
const floating = 3;

/** @param samples row by row, channels interleaved */
export function writeTiff(width: number, height: number, samples: Samples): Buffer {
  const channels = samples.length / (width * height);
  const bits = 8 * samples.BYTES_PER_ELEMENT;
  const headerBytes = 8;
  const pixelsAt = headerBytes;
  const entriesAt = pixelsAt + samples.byteLength;
  const short = (tag: number, value: number) => [tag, 3, 1, value];
  const long = (tag: number, value: number) => [tag, 4, 1, value];
  const entries = [
    long(256, width),
    long(257, height),
    [258, 3, channels, 0],
    short(259, 1),
    short(262, channels < 3 ? 1 : 2),
    long(273, pixelsAt),
    short(277, channels),
    long(278, height),
    long(279, samples.byteLength),
    [339, 3, channels, 0],
  ];
  const listsAt = entriesAt + 2 + 12 * entries.length + 4;
  const file = Buffer.alloc(listsAt + 4 * channels);
  file.write("II*\0", "latin1");
  file.writeUInt32LE(entriesAt, 4);
  file.set(new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength), pixelsAt);
  file.writeUInt16LE(entries.length, entriesAt);
  for (const [i, [tag, type, count, value]] of entries.entries()) {
    const at = entriesAt + 2 + 12 * i;
    file.writeUInt16LE(tag, at);
    file.writeUInt16LE(type, at + 2);
    file.writeUInt32LE(count, at + 4);
    const list = tag === 258 ? bits : tag === 339 ? sampleFormat(samples) : undefined;
    if (list === undefined) file.writeUInt32LE(value, at + 8);
    else writeShorts(file, at + 8, listsAt + (tag === 258 ? 0 : 2 * channels), new Array<number>(count).fill(list));
  }
  return file;
}

/** A list of up to two shorts lies in the entry itself, a longer one where the entry points. */
function writeShorts(file: Buffer, entryAt: number, listAt: number, values: readonly number[]): void {
  const start = values.length <= 2 ? entryAt : listAt;
  if (values.length > 2) file.writeUInt32LE(listAt, entryAt);
  for (const [i, value] of values.entries()) file.writeUInt16LE(value, start + 2 * i);
}

function sampleFormat(samples: Samples): number {
  if (samples instanceof Float32Array || samples instanceof Float64Array) return floating;
  return samples instanceof Int8Array || samples instanceof Int16Array || samples instanceof Int32Array
    ? signed
    : unsigned;
}
