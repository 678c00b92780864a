import { zipSync } from "fflate";
import { describe, expect, it } from "vitest";
import { readNpz, writeNpz } from "./npz.js";

const arrays = {
  "conv1/scores": { shape: [2, 3], data: Float32Array.of(1, -2, 3.5, 0, 1e-30, Number.NaN) },
  images: { shape: [3], data: Int32Array.of(-1, 0, 2 ** 30) },
  flow: { shape: [2], data: Float64Array.of(Math.PI, -1e300) },
  none: { shape: [0, 4], data: new Float32Array(0) },
};
const room = 10_000;
const code = expect.objectContaining({ code: "DATASET_INVALID" });

describe("a file of named arrays", () => {
  const bytes = writeNpz(arrays);

  it("gives back every array with its type and shape", () => {
    expect(Object.fromEntries(readNpz(bytes, room, "x"))).toEqual(arrays);
  });

  it("has the same bytes for the same arrays, and times that say nothing of when it was made", () => {
    expect(Buffer.from(writeNpz(arrays)).equals(bytes)).toBe(true);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    // 1 January 1980, midnight, of the first entry.
    expect([view.getUint16(10, true), view.getUint16(12, true)]).toEqual([0, 0x21]);
  });

  it("is refused where it is something else, cut off, or larger than there is room for", () => {
    expect(() => readNpz(Buffer.from("something else"), room, "x")).toThrow(code);
    expect(() => readNpz(bytes.subarray(0, bytes.length / 2), room, "x")).toThrow(code);
    expect(() => readNpz(zipSync({ "a.npy": Buffer.from("no array") }), room, "x")).toThrow(code);
    expect(() => readNpz(zipSync({ "a.npy": new Uint8Array(room + 1) }), room, "x")).toThrow(code);
  });
});
