/** Compressed `.npz` files of arrays with any header. */
import { makeZip } from "../../../packages/service/src/testing/make-zip.js";

/** A `.npy` file with any header (NEP 1). */
export function npy(header: string, data: Uint8Array = Buffer.alloc(0)): Buffer {
  const padded = `${header}${" ".repeat((64 - ((10 + header.length + 1) % 64)) % 64)}\n`;
  const start = Buffer.from("\x93NUMPY\x01\x00\x00\x00", "latin1");
  start.writeUInt16LE(padded.length, 8);
  return Buffer.concat([start, Buffer.from(padded, "latin1"), data]);
}

export const header = (shape: string, descr = "'<f4'", order = "False") =>
  `{'descr': ${descr}, 'fortran_order': ${order}, 'shape': (${shape}), }`;
export const zeros = (count: number) => new Uint8Array(4 * count);
/** Of one image. */
export const labels = npy(header("1,", "'|u1'"), Buffer.of(0));
export const npz = (images: Buffer, its = labels) =>
  makeZip([
    { name: "images.npy", content: images },
    { name: "labels.npy", content: its },
  ]);
