import { GipfelError } from "@gipfel/contracts";
import { bytesPerValue, type NpyType, readNpyHeader } from "./npy-header.js";

/** An array in C order. 64-bit integers stay bigint, so that none is rounded. */
export interface NpyArray {
  shape: number[];
  data: NpyValues;
}

export type NpyValues =
  | Float64Array
  | Float32Array
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | BigUint64Array
  | BigInt64Array;

/** What {@link writeNpy} writes. */
export type WritableValues = Float32Array | Float64Array | Int32Array;

/**
 * The array in the bytes of a `.npy` file; `name` stands for it in messages. Little-endian, C order. Throws
 * DATASET_INVALID for anything else and where the length is not what the header states.
 */
export function readNpy(bytes: Uint8Array, name = "in this .npy file"): NpyArray {
  const { type, shape, count, offset } = readNpyHeader(bytes, name);
  const stated = offset + count * bytesPerValue[type];
  if (stated !== bytes.length) {
    throw new GipfelError(
      "DATASET_INVALID",
      `The array ${name} has ${bytes.length} bytes; its shape [${shape.join(", ")}] needs ${stated}.`,
    );
  }
  return { shape, data: decodeValues(type, bytes.subarray(offset)) };
}

/** Values from little-endian bytes, copied: the bytes may start anywhere, a typed array may not. */
export function decodeValues(type: NpyType, bytes: Uint8Array): NpyValues {
  const { buffer } = new Uint8Array(bytes);
  switch (type) {
    case "<f8":
      return new Float64Array(buffer);
    case "<f4":
      return new Float32Array(buffer);
    case "|u1":
      return new Uint8Array(buffer);
    case "|i1":
      return new Int8Array(buffer);
    case "<u2":
      return new Uint16Array(buffer);
    case "<i2":
      return new Int16Array(buffer);
    case "<u4":
      return new Uint32Array(buffer);
    case "<i4":
      return new Int32Array(buffer);
    case "<u8":
      return new BigUint64Array(buffer);
    case "<i8":
      return new BigInt64Array(buffer);
  }
}

/**
 * The bytes of a `.npy` file, version 1.0: little-endian in C order, of the type of `data`, values aligned to 64 bytes.
 * The bytes are a function of shape and values alone. Throws SHAPE_MISMATCH where the shape does not have `data.length`
 * values.
 */
export function writeNpy(shape: readonly number[], data: WritableValues): Uint8Array<ArrayBuffer> {
  const count = shape.reduce((product, size) => product * size, 1);
  if (count !== data.length) {
    throw new GipfelError(
      "SHAPE_MISMATCH",
      `Shape [${shape.join(", ")}] has ${count} values, not the ${data.length} given.`,
    );
  }
  const dimensions = shape.length === 1 ? `${shape[0]},` : shape.join(", ");
  const description = `{'descr': '${typeOf(data)}', 'fortran_order': False, 'shape': (${dimensions}), }`;
  const prefix = 10;
  const offset = Math.ceil((prefix + description.length + 1) / 64) * 64;
  const bytes = new Uint8Array(offset + data.byteLength);
  const header = `${description.padEnd(offset - prefix - 1)}\n`;
  bytes.set(Buffer.from("\x93NUMPY\x01\x00", "latin1"));
  new DataView(bytes.buffer).setUint16(8, header.length, true);
  bytes.set(Buffer.from(header, "latin1"), prefix);
  bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
  return bytes;
}

function typeOf(data: WritableValues): NpyType {
  if (data instanceof Float32Array) return "<f4";
  return data instanceof Float64Array ? "<f8" : "<i4";
}
