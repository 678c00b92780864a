import { mkdir, mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import type { InputShape } from "../preprocessing/preprocessing.js";
import { presets } from "../preprocessing/presets.js";
import type { Dataset, DatasetImage } from "../sources/dataset.js";
import { openDataset } from "../sources/open-dataset.js";
import { renderView } from "./render-view.js";

const row: DatasetImage = { index: 0, name: "images[0]", file: null, row: 0 };

function arrays(arrayShape: [number, number, number], values: number[]): Dataset {
  return {
    kind: "arrays",
    name: "set.npz",
    root: "/",
    hash: "",
    imageCount: 1,
    groups: [],
    notices: [],
    arrays: { shape: arrayShape, type: "float" },
    readArray: () => Float32Array.from(values),
  };
}

/** Pixels of a WebP, RGB. */
async function pixelsOf(webp: Buffer) {
  const { data, info } = await sharp(webp).raw().toBuffer({ resolveWithObject: true });
  expect((await sharp(webp).metadata()).format).toBe("webp");
  return { width: info.width, height: info.height, pixels: [...data] };
}

function expectClose(actual: number[], expected: number[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) expect(Math.abs(actual[i] - value)).toBeLessThanOrEqual(tolerance);
}

describe("renderView", () => {
  it("shows the region that the network sees, in the file's colours", async () => {
    const root = await mkdtemp(join(tmpdir(), "gipfel-view-"));
    await mkdir(join(root, "class"));
    // Red to the left of x = 8, blue from there on; a centre crop of 16×16 starts at x = 8.
    const data = Uint8Array.from({ length: 32 * 16 * 3 }, (_, i) => {
      const isRed = Math.floor(i / 3) % 32 < 8;
      return [isRed ? 200 : 0, 0, isRed ? 0 : 200][i % 3];
    });
    await sharp(data, { raw: { width: 32, height: 16, channels: 3 } }).toFile(join(root, "class/a.png"));
    const dataset = await openDataset(root);
    const [image] = dataset.groups[0].images;
    const input: InputShape = [3, 16, 16];
    const blue = Array.from({ length: 256 }, () => [0, 0, 200]).flat();
    for (const preset of ["unit", "imagenet", "caffe"]) {
      const preprocessing = { ...presets[preset].for(input), resize: 16 };
      const { width, height, pixels } = await pixelsOf(await renderView(dataset, image, preprocessing, input));
      expect([width, height]).toEqual([16, 16]);
      expectClose(pixels, blue, 6);
    }
    const luma = Math.round(0.114 * 200);
    const gray = await pixelsOf(await renderView(dataset, image, presets.unit.for([1, 16, 16]), [1, 16, 16]));
    expectClose(gray.pixels, new Array(768).fill(luma), 3);
  });

  it("scales a row from its smallest to its largest value", async () => {
    const one = arrays([1, 2, 2], [-1, -1, 3, 3]);
    expectClose(
      (await pixelsOf(await renderView(one, row, null, [1, 2, 2]))).pixels,
      [0, 0, 0, 0, 0, 0, 255, 255, 255, 255, 255, 255],
      3,
    );
    const flat = arrays([1, 2, 2], [5, 5, 5, 5]);
    expectClose((await pixelsOf(await renderView(flat, row, null, [1, 2, 2]))).pixels, new Array(12).fill(0), 1);
  });

  it("shows three channels as RGB and two as their mean", async () => {
    const three = arrays([3, 1, 1], [0, 1, 0.5]);
    expectClose((await pixelsOf(await renderView(three, row, null, [3, 1, 1]))).pixels, [0, 255, 128], 12);
    const two = arrays([2, 1, 2], [0, 4, 2, 0]);
    const { pixels } = await pixelsOf(await renderView(two, row, null, [2, 1, 2]));
    expectClose(pixels, [0, 0, 0, 255, 255, 255], 3);
  });

  it("refuses an array of another shape than the network's input", async () => {
    const one = arrays([1, 2, 2], [0, 0, 0, 0]);
    await expect(renderView(one, row, null, [1, 4, 4])).rejects.toMatchObject({ code: "SHAPE_MISMATCH" });
  });
});
