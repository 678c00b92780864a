import { GipfelError } from "@gipfel/contracts";

/** Element types that are read: NumPy's `descr`, all little-endian. */
export type NpyType = "<f8" | "<f4" | "|u1" | "|i1" | "<u2" | "<i2" | "<u4" | "<i4" | "<u8" | "<i8";

export const bytesPerValue: Record<NpyType, number> = {
  "<f8": 8,
  "<f4": 4,
  "|u1": 1,
  "|i1": 1,
  "<u2": 2,
  "<i2": 2,
  "<u4": 4,
  "<i4": 4,
  "<u8": 8,
  "<i8": 8,
};

export interface NpyHeader {
  type: NpyType;
  shape: number[];
  /** Number of values: the product of the shape. */
  count: number;
  /** Byte at which the values start. */
  offset: number;
}

/** No header is longer; NumPy's own are 128 bytes for a few dimensions. */
export const longestNpyHeader = 65_536;
const mostDimensions = 32;

/**
 * The header of a `.npy` file (format versions 1 to 3) from its first bytes. Nothing is allocated from what it states.
 * Throws DATASET_INVALID, naming the array `name`, for Fortran order, other element types and malformed headers.
 * Source: NEP 1, "A Simple File Format for NumPy Arrays".
 */
export function readNpyHeader(bytes: Uint8Array, name: string): NpyHeader {
  const fail = (what: string) => new GipfelError("DATASET_INVALID", `The array ${name} ${what}.`);
  if (bytes.length < 12 || Buffer.from(bytes.subarray(0, 6)).toString("latin1") !== "\x93NUMPY") {
    throw fail("is not in .npy format; write it with numpy.save or numpy.savez");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6];
  if (version < 1 || version > 3) throw fail(`has .npy version ${version}; versions 1 to 3 are read`);
  const start = version === 1 ? 10 : 12;
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const offset = start + length;
  if (length > longestNpyHeader || offset > bytes.length) throw fail("has a header that is cut off or too long");

  const text = Buffer.from(bytes.subarray(start, offset)).toString("latin1");
  const descr = /'descr':\s*('[^']*'|\[.*\])/.exec(text)?.[1];
  const order = /'fortran_order':\s*(True|False)/.exec(text)?.[1];
  const dimensions = /'shape':\s*\(([\d,\s]*)\)/.exec(text)?.[1];
  if (descr === undefined || order === undefined || dimensions === undefined) throw fail("has a malformed header");
  const type = descr.slice(1, -1);
  if (!isNpyType(type)) {
    throw fail(`has element type ${descr}; float32, float64 and integers, little-endian, are read`);
  }
  if (order === "True") throw fail("is in Fortran order; save numpy.ascontiguousarray(array)");

  const shape = dimensions.split(",").flatMap((part) => (part.trim() === "" ? [] : [Number(part)]));
  const count = shape.reduce((product, size) => product * size, 1);
  const largest = shape.reduce((product, size) => product * Math.max(size, 1), bytesPerValue[type]);
  if (shape.length > mostDimensions || !Number.isSafeInteger(largest)) throw fail("has a shape that is too large");
  return { type, shape, count, offset };
}

function isNpyType(type: string): type is NpyType {
  return Object.hasOwn(bytesPerValue, type);
}
