import { describe, expect, it } from "vitest";
import { readNpy } from "./read-npy.js";

/** As NumPy's format description has it. */
function npy(header: string, values: readonly number[], version = 1): Uint8Array {
  const padded = `${header}${" ".repeat(3)}\n`;
  const length =
    version === 1 ? [padded.length & 255, padded.length >> 8] : [padded.length & 255, padded.length >> 8, 0, 0];
  const start = [
    0x93,
    ...new TextEncoder().encode("NUMPY"),
    version,
    0,
    ...length,
    ...new TextEncoder().encode(padded),
  ];
  return new Uint8Array([...start, ...new Uint8Array(new Float32Array(values).buffer)]);
}
const header = (shape: string, descr = "<f4") => `{'descr': '${descr}', 'fortran_order': False, 'shape': ${shape}, }`;

describe("readNpy", () => {
  it("reads shape and values, of either version, wherever the bytes begin", () => {
    for (const version of [1, 2]) {
      const { shape, data } = readNpy(npy(header("(2, 3)"), [1, 2, 3, 4, 5, 6], version));
      expect([shape, [...data]]).toEqual([
        [2, 3],
        [1, 2, 3, 4, 5, 6],
      ]);
    }
    const within = new Uint8Array([0, 0, 0, ...npy(header("(2,)"), [-1, 0.5])]).subarray(3);
    expect(readNpy(within)).toEqual({ shape: [2], data: new Float32Array([-1, 0.5]) });
  });
  it("refuses anything else", () => {
    expect(() => readNpy(npy(header("(1,)", "<f8"), [1]))).toThrow("float32");
    expect(() => readNpy(new TextEncoder().encode("{}            "))).toThrow("no array");
  });
});
