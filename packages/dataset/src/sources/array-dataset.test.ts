import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Zippable, zipSync } from "fflate";
import { beforeAll, describe, expect, it } from "vitest";
import { writeNpy } from "../formats/npy.js";
import { describeRows, readRow, shownShape, spatialSizes } from "../preprocessing/array-rows.js";
import { loadImage } from "../preprocessing/load-image.js";
import { presets } from "../preprocessing/presets.js";
import { openDataset } from "./open-dataset.js";

/** `numpy.savez_compressed(images=arange(8, float32).reshape(2, 1, 2, 2), labels=array([7, 2]))`, NumPy 1.24. */
const compressed =
  "UEsDBBQAAAAIAAAAIQAA3Ut0XwAAAKAAAAAKABQAaW1hZ2VzLm5weQEAEACgAAAAAAAAAF8AAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgbpNmoq6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaRjoKhjoKQNJIU0ehVoEMwMUABg32QMIBiIC4AYgXAPEBIH7gAABQSwMEFAAAAAgAAAAhAOiVjbpKAAAAkAAAAAoAFABsYWJlbHMubnB5AQAQAJAAAAAAAAAASgAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRupaBuk2mhrqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOpo6CrUKFAAudgYIYILSAFBLAQIUAxQAAAAIAAAAIQAA3Ut0XwAAAKAAAAAKAAAAAAAAAAAAAACAAQAAAABpbWFnZXMubnB5UEsBAhQDFAAAAAgAAAAhAOiVjbpKAAAAkAAAAAoAAAAAAAAAAAAAAIABmwAAAGxhYmVscy5ucHlQSwUGAAAAAAIAAgBwAAAAIQEAAAAA";

/** `numpy.savez(images=arange(8, uint8).reshape(2, 1, 2, 2), labels=array([7, 2], uint8))`. */
const stored =
  "UEsDBBQAAAAAAAAAIQDkH5uviAAAAIgAAAAKABQAaW1hZ2VzLm5weQEAEACIAAAAAAAAAIgAAAAAAAAAk05VTVBZAQB2AHsnZGVzY3InOiAnfHUxJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDEsIDIsIDIpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAQIDBAUGB1BLAwQUAAAAAAAAACEA5KU/CYIAAACCAAAACgAUAGxhYmVscy5ucHkBABAAggAAAAAAAACCAAAAAAAAAJNOVU1QWQEAdgB7J2Rlc2NyJzogJ3x1MScsICdmb3J0cmFuX29yZGVyJzogRmFsc2UsICdzaGFwZSc6ICgyLCksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAKBwJQSwECFAMUAAAAAAAAACEA5B+br4gAAACIAAAACgAAAAAAAAAAAAAAgAEAAAAAaW1hZ2VzLm5weVBLAQIUAxQAAAAAAAAAIQDkpT8JggAAAIIAAAAKAAAAAAAAAAAAAACAAcQAAABsYWJlbHMubnB5UEsFBgAAAAACAAIAcAAAAIIBAAAAAA==";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gipfel-arrays-"));
});

async function open(bytes: Uint8Array) {
  const file = join(folder, "set.npz");
  await writeFile(file, bytes);
  return openDataset(file);
}

/** `labels.npy` of one-byte integers. */
function labels(...values: number[]): Uint8Array {
  const bytes = Buffer.from(writeNpy([values.length], new Float32Array(values.length)));
  bytes.write("|u1", bytes.indexOf("<f4"));
  return Buffer.concat([bytes.subarray(0, bytes.length - 4 * values.length), Uint8Array.from(values)]);
}

/** Labels `[N, 1]` of one-byte integers. */
function columnOf(...values: number[]): Uint8Array {
  const flat = Buffer.from(labels(...values));
  flat.write(
    `(${values.length}, 1), }`.padEnd(`(${values.length},), }`.length + 2),
    flat.indexOf(`(${values.length},), }`),
  );
  return flat;
}

const images = (shape: number[], fill = 0) =>
  writeNpy(shape, new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(fill));
const npz = (files: Zippable) => zipSync(files, { level: 0 });

describe("an .npz data set", () => {
  it.each([
    ["compressed float32", compressed],
    ["stored uint8", stored],
  ])("reads the rows that NumPy wrote: %s", async (_, base64) => {
    const dataset = await open(Buffer.from(base64, "base64"));
    expect(dataset).toMatchObject({ kind: "arrays", name: "set.npz", imageCount: 2, notices: [] });
    expect(dataset.arrays).toEqual({ shape: [1, 2, 2], type: base64 === stored ? "uint8" : "float" });
    expect(dataset.groups).toEqual([
      { name: "2", label: 2, images: [{ index: 1, name: "images[1]", file: null, row: 1 }] },
      { name: "7", label: 7, images: [{ index: 0, name: "images[0]", file: null, row: 0 }] },
    ]);
    const [[second], [first]] = dataset.groups.map((group) => group.images);
    expect(dataset.readArray(first)).toEqual(Float32Array.of(0, 1, 2, 3));
    expect(dataset.readArray(second)).toEqual(Float32Array.of(4, 5, 6, 7));
    expect(await loadImage(dataset, second, null, [1, 2, 2])).toEqual(Float32Array.of(4, 5, 6, 7));
    await expect(loadImage(dataset, second, null, [3, 2, 2])).rejects.toMatchObject({ code: "SHAPE_MISMATCH" });
    expect(() => dataset.readArray({ ...first, row: 2 })).toThrow(expect.objectContaining({ code: "DATASET_INVALID" }));
  });

  it("reads images [N, H, W] as one channel", async () => {
    const dataset = await open(npz({ "images.npy": images([1, 2, 3]), "labels.npy": labels(0) }));
    expect(describeRows(dataset.arrays!, [1, 2, 3])).toEqual(["arrays [N, 2, 3] are taken as one channel"]);
    expect(describeRows(dataset.arrays!, [2, 1, 3])).toEqual([]);
  });

  it.each([
    ["[N, 1]", columnOf(1, 0), []],
    ["one-hot", writeNpy([2, 3], Float32Array.of(0, 1, 0, 1, 0, 0)), ["labels [2, 3] are read as one-hot rows"]],
  ])("reads labels %s", async (_, content, notices) => {
    const dataset = await open(npz({ "images.npy": images([2, 1, 1, 1]), "labels.npy": content }));
    expect(dataset.groups.map(({ label, images: own }) => [label, own[0].row])).toEqual([
      [0, 1],
      [1, 0],
    ]);
    expect(dataset.notices).toEqual(notices);
  });

  it("reads arrays by the names that others give them", async () => {
    const part = { "x_train.npy": images([3, 1, 1, 1]), "y_train.npy": labels(0, 0, 0) };
    const dataset = await open(npz({ ...part, "x_test.npy": images([1, 1, 1, 1]), "y_test.npy": labels(0) }));
    expect(dataset.imageCount).toBe(1);
    expect(dataset.notices).toEqual([
      "arrays x_test and y_test are taken for images and labels; x_train, y_train are left out",
    ]);
  });

  it("may have channels first or last where all sizes are one number: the model's input decides, and that is said", async () => {
    const values = Float32Array.from({ length: 27 }, (_, i) => i);
    const { arrays, ...rest } = await open(
      npz({ "images.npy": writeNpy([1, 3, 3, 3], values), "labels.npy": labels(0) }),
    );
    const asModel = (prefersLast: boolean) => ({ ...rest, arrays: { ...arrays!, prefersLast } });
    const [first, last] = [asModel(false), asModel(true)];
    expect([...readRow(first, rest.groups[0].images[0], [3, 3, 3])]).toEqual([...values]);
    const planes = [0, 1, 2].flatMap((c) => [...values].filter((_, i) => i % 3 === c));
    expect([...readRow(last, rest.groups[0].images[0], [3, 3, 3])]).toEqual(planes);
    expect(describeRows(first.arrays, [3, 3, 3])).toEqual([
      "arrays [N, 3, 3, 3] may have channels first or last; channels first is taken, as in the model's own input",
    ]);
    expect(describeRows(last.arrays, [3, 3, 3])[0]).toContain("channels last is taken");
  });

  it.each([
    [
      [64, 48, 3],
      [64, 48],
    ],
    [
      [3, 64, 48],
      [64, 48],
    ],
    [[3, 128], [128]],
  ])("of shape %j give a model with open sizes %j", (shape, sizes) => {
    expect(spatialSizes({ shape })).toEqual(sizes);
  });

  it("turns channels last to where the network has them", async () => {
    const values = Float32Array.from({ length: 12 }, (_, i) => i);
    const dataset = await open(npz({ "images.npy": writeNpy([1, 2, 2, 3], values), "labels.npy": labels(0) }));
    const [image] = dataset.groups[0].images;
    const planes = [0, 3, 6, 9, 1, 4, 7, 10, 2, 5, 8, 11];
    expect([...(await loadImage(dataset, image, null, [3, 2, 2]))]).toEqual(planes);
    expect([...(await loadImage(dataset, image, null, [2, 2, 3]))]).toEqual([...values]);
    expect(describeRows(dataset.arrays!, [3, 2, 2])).toEqual(["arrays [N, 2, 2, 3] are read with channels last"]);
    expect(describeRows(dataset.arrays!, [2, 2, 3])).toEqual([]);
    await expect(loadImage(dataset, image, null, [2, 3, 2])).rejects.toMatchObject({ code: "SHAPE_MISMATCH" });
    expect(shownShape(dataset.arrays!)).toEqual([2, 2, 3]);
    expect(shownShape({ shape: [64, 64, 3] })).toEqual([3, 64, 64]);
  });

  it.each([
    ["uint8, to which it applies", stored, [4, 5, 6, 7].map((value) => Math.fround((value / 255 - 0.1307) / 0.3081))],
    ["float32, to which it does not", compressed, [4, 5, 6, 7]],
  ])("takes a preprocessing of %s", async (_, base64, expected) => {
    const dataset = await open(Buffer.from(base64, "base64"));
    const image = dataset.groups.flatMap((group) => group.images).find(({ row }) => row === 1)!;
    const input = [1, 2, 2] as const;
    const tensor = await loadImage(dataset, image, presets.mnist.for(input), input);
    for (const [i, value] of tensor.entries()) expect(value).toBeCloseTo(expected[i], 6);
  });

  it("has a hash of its content", async () => {
    const one = (await open(npz({ "images.npy": images([1, 1, 1, 1]), "labels.npy": labels(0) }))).hash;
    const other = (await open(npz({ "images.npy": images([1, 1, 1, 1], 1), "labels.npy": labels(0) }))).hash;
    expect(one).toMatch(/^[0-9a-f]{64}$/);
    expect(other).not.toBe(one);
  });

  it.each([
    [
      "without labels",
      { "images.npy": images([1, 1, 1, 1]) },
      "DATASET_INVALID",
      "expected images and labels, got images",
    ],
    ["with nothing", {}, "DATASET_INVALID", "expected images and labels, got nothing"],
    ["with no rows", { "images.npy": images([0, 1, 2, 2]), "labels.npy": labels() }, "DATASET_EMPTY", "no rows"],
    ["with two axes", { "images.npy": images([1, 4]), "labels.npy": labels(0) }, "DATASET_INVALID", "[1, 4]"],
    [
      "with an empty axis",
      { "images.npy": images([1, 0, 2, 2]), "labels.npy": labels(0) },
      "DATASET_INVALID",
      "may be zero",
    ],
    [
      "with too few labels",
      { "images.npy": images([2, 1, 1, 1]), "labels.npy": labels(0) },
      "DATASET_INVALID",
      "expected [2]",
    ],
    [
      "with labels that are no integers",
      { "images.npy": images([1, 1, 1, 1]), "labels.npy": writeNpy([1], Float32Array.of(0)) },
      "DATASET_INVALID",
      "floating-point",
    ],
    [
      "with rows that are not one-hot",
      { "images.npy": images([1, 1, 1, 1]), "labels.npy": writeNpy([1, 2], Float32Array.of(1, 1)) },
      "DATASET_INVALID",
      "row 0 that is not one-hot",
    ],
    [
      "with images cut off",
      { "images.npy": images([1, 1, 1, 1]).subarray(0, -2), "labels.npy": labels(0) },
      "DATASET_INVALID",
      "needs",
    ],
    [
      "with NaN",
      { "images.npy": writeNpy([2, 1, 1, 2], Float32Array.of(0, 1, 2, Number.NaN)), "labels.npy": labels(0, 0) },
      "DATASET_INVALID",
      "images[1]",
    ],
    [
      "with infinity",
      { "images.npy": images([1, 1, 1, 1], Number.POSITIVE_INFINITY), "labels.npy": labels(0) },
      "DATASET_INVALID",
      "Infinity",
    ],
  ])("refuses one %s", async (_, files, code, part) => {
    await expect(open(npz(files as Zippable))).rejects.toMatchObject({
      code,
      message: expect.stringContaining(part),
    });
  });

  it("refuses negative labels", async () => {
    const negative = Buffer.from(labels(255));
    negative.write("|i1", negative.indexOf("|u1"));
    await expect(open(npz({ "images.npy": images([1, 1, 1, 1]), "labels.npy": negative }))).rejects.toMatchObject({
      code: "DATASET_INVALID",
      message: expect.stringContaining("-1"),
    });
  });

  it("refuses values that no longer match their checksum", async () => {
    const bytes = Buffer.from(stored, "base64");
    bytes[bytes.indexOf(Uint8Array.of(4, 5, 6, 7))] ^= 1;
    await expect(open(bytes)).rejects.toMatchObject({
      code: "DATASET_INVALID",
      message: expect.stringContaining("checksum of images.npy"),
    });
  });
});
