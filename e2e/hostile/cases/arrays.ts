/** `.npz` files that are refused. */
import { makeZip } from "../../../packages/service/src/testing/make-zip.js";
import { npzOf } from "../../testing/npz.js";
import { header, labels, npy, npz, zeros } from "../testing/compressed-arrays.js";

export interface HostileArrays {
  readonly what: string;
  readonly make: () => Uint8Array;
  readonly says: RegExp;
}

const withValue = (value: number) => {
  const data = Buffer.from(zeros(3 * 8 * 8));
  data.writeFloatLE(value, 100);
  return npz(npy(header("1, 3, 8, 8"), data));
};
const image = npy(header("1, 3, 8, 8"), zeros(192));

const cases: readonly (readonly [what: string, make: () => Uint8Array, says: RegExp])[] = [
  ["a NaN", () => withValue(Number.NaN), /NaN.*finite/],
  ["an infinity", () => withValue(Number.POSITIVE_INFINITY), /Infinity.*finite/],
  ["a negative infinity", () => withValue(Number.NEGATIVE_INFINITY), /-Infinity.*finite/],
  [
    "a double that no float32 can hold",
    () => npz(npy(header("1, 1, 1, 1", "'<f8'"), Buffer.from(Float64Array.of(1e300).buffer))),
    /Infinity.*finite/,
  ],
  [
    "objects, which are pickles",
    () => npz(npy(header("1, 3, 8, 8", "'|O'"), Buffer.from("cos\nsystem\n(S'true'\ntR."))),
    /element type '\|O'/,
  ],
  [
    "labels that are objects",
    () => npz(image, npy(header("1,", "'|O'"), Buffer.from("\x80\x04K\x00."))),
    /element type '\|O'/,
  ],
  ["structures", () => npz(npy(header("1, 3, 8, 8", "[('a', '<f4')]"))), /element type/],
  ["big-endian numbers", () => npz(npy(header("1, 3, 8, 8", "'>f4'"), zeros(192))), /little-endian/],
  ["complex numbers", () => npz(npy(header("1, 3, 8, 8", "'<c8'"), zeros(384))), /element type/],
  ["Fortran order", () => npz(npy(header("1, 3, 8, 8", "'<f4'", "True"), zeros(192))), /Fortran/],
  ["10^18 values", () => npz(npy(header("1000000000, 1000000000, 1, 1"), zeros(4))), /too large|needs/],
  ["an overflowing shape", () => npz(npy(header("18446744073709551616, 4, 4, 4"), zeros(4))), /too large/],
  ["a zero times an overflow", () => npz(npy(header("0, 9007199254740993, 9007199254740993, 1"))), /too large/],
  ["a negative size", () => npz(npy(header("-1, 3, 8, 8"), zeros(192))), /malformed/],
  ["10,000 axes", () => npz(npy(header("1,".repeat(10_000)), zeros(1))), /too large|too long/],
  ["two axes", () => npz(npy(header("3, 8"), zeros(24))), /\[N, C, H, W\]/],
  ["fewer values than its shape", () => npz(npy(header("1, 3, 8, 8"), zeros(191))), /needs/],
  ["more values than its shape", () => npz(npy(header("1, 3, 8, 8"), zeros(193))), /needs/],
  ["no images", () => makeZip([{ name: "labels.npy", content: labels }]), /expected images and labels/],
  ["no labels", () => makeZip([{ name: "images.npy", content: image }]), /expected images and labels/],
  ["labels of another number", () => npz(image, npy(header("2,", "'|u1'"), Buffer.of(0, 1))), /one for each image/],
  ["a negative label", () => npz(image, npy(header("1,", "'|i1'"), Buffer.of(255))), /class indices start at 0/],
  [
    "a label of 2^63",
    () => npz(image, npy(header("1,", "'<u8'"), Buffer.from(BigUint64Array.of(2n ** 63n).buffer))),
    /class indices/,
  ],
  ["labels of fractions", () => npz(image, npy(header("1,"), zeros(1))), /integers/],
  ["a header that is code", () => npz(npy("__import__('os').system('true')")), /malformed/],
  [
    "a header that never ends",
    () => npz(Buffer.from("\x93NUMPY\x02\x00\xff\xff\xff\xff", "latin1")),
    /cut off or too long/,
  ],
  ["no NumPy format", () => npz(Buffer.from("these are no arrays")), /not in .npy format/],
  ["an unknown version", () => npz(Buffer.from("\x93NUMPY\x09\x00\x10\x00{}            \n", "latin1")), /version 9/],
  ["a bomb of zeros", () => npz(npy(header("1, 3, 8192, 8192"), zeros(3 * 8192 * 8192))), /200 to 1/],
  ["the half missing", () => npzOf([2, 3, 8, 8], [0, 1]).subarray(0, 900), /zip|npz|cut off/],
  ["no zip at all", () => Buffer.from("no zip at all"), /ZIP|zip|npz/],
  ["nothing", () => Buffer.alloc(0), /ZIP|zip|npz/],
];

export const arrays: readonly HostileArrays[] = cases.map(([what, make, says]) => ({ what, make, says }));
