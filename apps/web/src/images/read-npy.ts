/** An array of numbers with its shape, in C order. */
export interface NumberArray {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Reads the `.npy` files that the service sends: little-endian float32 in C order. @throws Error for any other */
export function readNpy(bytes: Uint8Array): NumberArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const text = (from: number, to: number) => new TextDecoder("latin1").decode(bytes.subarray(from, to));
  const isOld = bytes[6] === 1;
  if (text(1, 6) !== "NUMPY") throw new Error("The service sent something that is no array.");
  const start = isOld ? 10 : 12;
  const end = start + (isOld ? view.getUint16(8, true) : view.getUint32(8, true));
  const header = text(start, end);
  const shape = /'shape': \(([\d, ]*)\)/.exec(header)?.[1];
  if (!header.includes("'<f4'") || !header.includes("'fortran_order': False") || shape === undefined) {
    throw new Error("The service sent an array of another kind than float32 in C order.");
  }
  // A copy, since what follows the header need not lie where a Float32Array can begin.
  const data = new Float32Array(bytes.slice(end).buffer);
  return { shape: shape.split(",").flatMap((size) => (size.trim() === "" ? [] : Number(size))), data };
}
