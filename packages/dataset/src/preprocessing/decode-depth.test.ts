import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { openDataset } from "../sources/open-dataset.js";
import { writeTiff } from "../testing/write-tiff.js";
import { viewPixels } from "../views/view-pixels.js";
import { loadImage } from "./load-image.js";
import type { InputShape } from "./preprocessing.js";
import { presets } from "./presets.js";
import { surveyImages } from "./survey-images.js";

async function folderWith(name: string, bytes: Uint8Array) {
  const root = await mkdtemp(join(tmpdir(), "gipfel-depth-"));
  await mkdir(join(root, "class"));
  await writeFile(join(root, "class", name), bytes);
  return openDataset(root);
}

async function load(name: string, bytes: Uint8Array, shape: InputShape, preset = "raw") {
  const dataset = await folderWith(name, bytes);
  return [...(await loadImage(dataset, dataset.groups[0].images[0], presets[preset].for(shape), shape))];
}

const gray: InputShape = [1, 2, 3];

describe("pixels of more than 8 bits", () => {
  it.each([
    ["float32", Float32Array.of(0.6, 0, 600, -1000, 1e-3, 3.5)],
    ["int32", Int32Array.of(70_000, 0, -5, 1, 2, 3)],
    ["uint32", Uint32Array.of(70_000, 0, 5, 1, 2, 2 ** 24)],
    ["int8", Int8Array.of(-100, 0, 100, 1, 2, 3)],
  ])("are values as they are: %s TIFF", async (_, samples) => {
    const values = [...samples].map(Math.fround);
    const loaded = await load("a.tif", writeTiff(3, 2, samples), gray);
    expect(loaded).toEqual(values);
    expect(await load("a.tif", writeTiff(3, 2, samples), [3, 2, 3])).toEqual([...values, ...values, ...values]);
  });

  it("keep three channels apart, and the fourth out", async () => {
    const rgb = Float32Array.from({ length: 18 }, (_, i) => i / 8);
    const planes = Array.from({ length: 18 }, (_, i) => rgb[(i % 6) * 3 + Math.floor(i / 6)]);
    expect(await load("a.tif", writeTiff(3, 2, rgb), [3, 2, 3])).toEqual(planes);
    const rgba = Float32Array.from({ length: 24 }, (_, i) => (i % 4 === 3 ? 9 : rgb[Math.floor(i / 4) * 3 + (i % 4)]));
    expect(await load("a.tif", writeTiff(3, 2, rgba), [3, 2, 3])).toEqual(planes);
  });

  it.each(["a.png", "a.tif"])("keep their depth in 16-bit pictures, white being 255: %s", async (name) => {
    const samples = Uint16Array.of(0, 1, 2000, 2001, 32_768, 65_535);
    const picture = sharp(samples, { raw: { width: 3, height: 2, channels: 1 } }).toColourspace("grey16");
    const bytes = name === "a.tif" ? writeTiff(3, 2, samples) : await picture.png().toBuffer();
    const expected = [...samples].map((sample) => Math.fround(sample / 257));
    expect(await load(name, bytes, gray)).toEqual(expected);
    const unit = await load(name, bytes, gray, "unit");
    for (const [i, value] of unit.entries()) expect(value).toBeCloseTo(samples[i] / 65_535, 6);
  });

  it("are resampled without rounding", async () => {
    const [mean] = await load("a.tif", writeTiff(2, 2, Float32Array.of(0.1, 0.2, 0.3, 0.4)), [1, 1, 1]);
    expect(mean).toBeCloseTo(0.25, 6);
  });

  it.each([
    ["int16", Int16Array.of(-1024, 0, 3071, 1, 2, 3)],
    ["float64", Float64Array.of(0.5, 0, 600, -1000, 0.25, 3.5)],
  ])("refuse %s, which the decoder clips or does not know", async (_, samples) => {
    await expect(load("a.tif", writeTiff(3, 2, samples), gray)).rejects.toMatchObject({
      code: "IMAGE_UNREADABLE",
      message: expect.stringContaining("float32 are read"),
    });
  });

  it("refuse what is not finite, and more channels than a picture has", async () => {
    await expect(load("a.tif", writeTiff(3, 2, new Float32Array(6).fill(Number.NaN)), gray)).rejects.toMatchObject({
      code: "IMAGE_UNREADABLE",
      message: expect.stringContaining("NaN at pixel 0"),
    });
    await expect(load("a.tif", writeTiff(3, 2, new Float32Array(30)), gray)).rejects.toMatchObject({
      code: "IMAGE_UNREADABLE",
      message: expect.stringContaining("5 channels"),
    });
  });

  it("are shown from their smallest to their largest value", async () => {
    const dataset = await folderWith("a.tif", writeTiff(3, 2, Float32Array.of(-1000, 0, 1000, 0, 0, 0)));
    const view = await viewPixels(dataset, dataset.groups[0].images[0], presets.raw.for(gray), gray);
    expect([...view.data]).toEqual([0, 128, 255, 128, 128, 128]);
  });
});

describe("surveyImages", () => {
  it.each([
    ["values of their own", Float32Array.of(0.6, 0.1, 0, 0, 0, 0), true, "float images"],
    ["16-bit pictures", Uint16Array.of(60_000, 0, 0, 0, 0, 0), false, "65535 is taken as white"],
    ["12 bits in 16", Uint16Array.of(2000, 4095, 0, 0, 0, 0), false, "use 12 bits"],
  ])("tells %s", async (_, samples, ownUnits, part) => {
    const survey = await surveyImages(await folderWith("a.tif", writeTiff(3, 2, samples)));
    expect(survey).toEqual({ ownUnits, notices: [expect.stringContaining(part)] });
  });

  it("has nothing to say of bytes and of what cannot be decoded", async () => {
    const quiet = { ownUnits: false, notices: [] };
    expect(await surveyImages(await folderWith("a.tif", writeTiff(3, 2, new Uint8Array(6))))).toEqual(quiet);
    expect(await surveyImages(await folderWith("a.png", Buffer.from("no picture")))).toEqual(quiet);
  });
});
