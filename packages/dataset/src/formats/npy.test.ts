import { describe, expect, it } from "vitest";
import { readNpy, writeNpy } from "./npy.js";
import { readNpyHeader } from "./npy-header.js";

/** Files that NumPy 1.24 wrote with `numpy.save`. */
const written = {
  /** `array([[1.5, -2, 3], [4, 5, 6e-3]], float32)` */
  float32:
    "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAMA/AAAAwAAAQEAAAIBAAACgQKabxDs=",
  /** `array([3, -1, 2**40], int64)` */
  int64:
    "k05VTVBZAQB2AHsnZGVzY3InOiAnPGk4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDMsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoDAAAAAAAAAP//////////AAAAAAABAAA=",
  /** `float64(2.5)` */
  scalar:
    "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAAAEQA==",
  fortran:
    "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMiwgMyksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAABAQAAAgD8AAIBAAAAAQAAAoEA=",
  bigEndian:
    "k05VTVBZAQB2AHsnZGVzY3InOiAnPmY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsKSwgfSAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAo/gAAAQAAAAA==",
};

const bytesOf = (base64: string) => new Uint8Array(Buffer.from(base64, "base64"));

/** A version 1 file with this description and no values. */
function withHeader(description: string): Uint8Array {
  const header = `${description}\n`;
  const size = Buffer.alloc(2);
  size.writeUInt16LE(header.length);
  return Buffer.concat([Buffer.from("\x93NUMPY\x01\x00", "latin1"), size, Buffer.from(header)]);
}

describe("readNpy", () => {
  it("reads what NumPy wrote", () => {
    expect(readNpy(bytesOf(written.float32))).toEqual({
      shape: [2, 3],
      data: Float32Array.of(1.5, -2, 3, 4, 5, 6e-3),
    });
    expect(readNpy(bytesOf(written.int64))).toEqual({ shape: [3], data: BigInt64Array.of(3n, -1n, 2n ** 40n) });
    expect(readNpy(bytesOf(written.scalar))).toEqual({ shape: [], data: Float64Array.of(2.5) });
  });

  it("reads bytes that start at an odd address", () => {
    const bytes = bytesOf(written.float32);
    const shifted = new Uint8Array(bytes.length + 1);
    shifted.set(bytes, 1);
    expect(readNpy(shifted.subarray(1))).toEqual(readNpy(bytes));
  });

  it.each([
    ["Fortran order", bytesOf(written.fortran), "Fortran order"],
    ["big-endian values", bytesOf(written.bigEndian), "'>f4'"],
    ["values cut off", bytesOf(written.float32).subarray(0, -1), "needs 152"],
    ["values too many", Buffer.concat([bytesOf(written.float32), Buffer.alloc(4)]), "needs 152"],
    ["a header cut off", bytesOf(written.float32).subarray(0, 40), "cut off"],
    ["another format", Buffer.from("PK\x03\x04 and so on"), "not in .npy format"],
    ["records", withHeader("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }"), "element type"],
    ["objects", withHeader("{'descr': '|O', 'fortran_order': False, 'shape': (1,), }"), "'|O'"],
    ["a malformed header", withHeader("{'descr': '<f4'}"), "malformed"],
    ["a negative size", withHeader("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }"), "malformed"],
    [
      "an absurd shape",
      withHeader("{'descr': '<f4', 'fortran_order': False, 'shape': (99999999, 99999999, 0), }"),
      "too large",
    ],
  ])("refuses %s", (_, bytes, part) => {
    expect(() => readNpy(bytes)).toThrow(
      expect.objectContaining({ code: "DATASET_INVALID", message: expect.stringContaining(part) }),
    );
  });
});

describe("writeNpy", () => {
  it("writes what NumPy writes, byte for byte", () => {
    const bytes = bytesOf(written.float32);
    const { shape, data } = readNpy(bytes);
    expect(writeNpy(shape, data as Float32Array)).toEqual(bytes);
  });

  it.each([[[]], [[1]], [[0]], [[2, 1, 3]], [[1, 2, 1, 1, 1, 1, 1, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]]])(
    "reads back shape %j, its values aligned to 64 bytes",
    (shape: number[]) => {
      const data = Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => i - 0.5);
      const bytes = writeNpy(shape, data);
      expect(readNpy(bytes)).toEqual({ shape, data });
      expect(readNpyHeader(bytes, "written").offset % 64).toBe(0);
    },
  );

  it("writes the values of a view, not of the buffer beneath", () => {
    const view = Float32Array.of(9, 1, 2, 9).subarray(1, 3);
    expect(readNpy(writeNpy([2], view)).data).toEqual(Float32Array.of(1, 2));
  });

  it("refuses a shape that the values do not fill", () => {
    expect(() => writeNpy([2, 2], new Float32Array(3))).toThrow(expect.objectContaining({ code: "SHAPE_MISMATCH" }));
  });
});
