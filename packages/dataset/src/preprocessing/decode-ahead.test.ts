import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import type { Dataset, DatasetImage } from "../sources/dataset.js";
import { openDataset } from "../sources/open-dataset.js";
import { decodeAhead } from "./decode-ahead.js";
import { presets } from "./presets.js";

const images = Array.from(
  { length: 10 },
  (_, i): DatasetImage => ({ index: i, name: `images[${i}]`, file: null, row: i }),
);

/** Arrays that count which rows were asked for. */
function counting(): { dataset: Dataset; read: number[] } {
  const read: number[] = [];
  const dataset: Dataset = {
    kind: "arrays",
    name: "set.npz",
    root: "/",
    hash: "",
    imageCount: images.length,
    groups: [],
    notices: [],
    arrays: { shape: [1, 1, 1], type: "float" },
    readArray: ({ index }) => {
      read.push(index);
      return Float32Array.of(index);
    },
  };
  return { dataset, read };
}

describe("decodeAhead", () => {
  it.each([0, 1, 3, 50])("yields every image in order and reads at most %i ahead", async (ahead) => {
    const { dataset, read } = counting();
    const values: number[] = [];
    for await (const { tensor, error } of decodeAhead(dataset, images, null, [1, 1, 1], { ahead })) {
      if (error === undefined) values.push(tensor[0]);
      expect(read.length).toBe(Math.min(images.length, values.length + ahead));
    }
    expect(values).toEqual(images.map(({ index }) => index));
    expect(read).toEqual(values);
  });

  it("starts nothing more when the consumer stops", async () => {
    const { dataset, read } = counting();
    for await (const { image } of decodeAhead(dataset, images, null, [1, 1, 1], { ahead: 2 })) {
      if (image.index === 3) break;
    }
    expect(read).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it("ends with CANCELLED when the signal aborts", async () => {
    const { dataset, read } = counting();
    const controller = new AbortController();
    const seen: number[] = [];
    const consume = async () => {
      const options = { ahead: 2, signal: controller.signal };
      for await (const { image } of decodeAhead(dataset, images, null, [1, 1, 1], options)) {
        seen.push(image.index);
        if (image.index === 1) controller.abort();
      }
    };
    await expect(consume()).rejects.toMatchObject({ code: "CANCELLED" });
    expect(seen).toEqual([0, 1]);
    expect(read).toEqual([0, 1, 2, 3]);
  });

  it("yields the error of an unreadable file in its place", async () => {
    const root = await mkdtemp(join(tmpdir(), "gipfel-ahead-"));
    await mkdir(join(root, "class"));
    for (const [i, name] of ["a.png", "b.png", "c.png"].entries()) {
      const good = sharp({ create: { width: 2, height: 2, channels: 3, background: { r: 50 * i, g: 0, b: 0 } } });
      await writeFile(join(root, "class", name), name === "b.png" ? "broken" : await good.png().toBuffer());
    }
    const dataset = await openDataset(root);
    const results: string[] = [];
    const preprocessing = presets.raw.for([3, 2, 2]);
    for await (const { image, tensor, error } of decodeAhead(
      dataset,
      dataset.groups[0].images,
      preprocessing,
      [3, 2, 2],
      { ahead: 2 },
    )) {
      results.push(`${image.name} ${error === undefined ? tensor[0] : error.code}`);
    }
    expect(results).toEqual(["class/a.png 0", "class/b.png IMAGE_UNREADABLE", "class/c.png 100"]);
  });

  it("lets what is no error of the catalogue pass, with others under way", async () => {
    const { dataset } = counting();
    const broken: Dataset = {
      ...dataset,
      readArray: ({ index }) => {
        throw new TypeError(`row ${index}`);
      },
    };
    const consume = async () => {
      for await (const _ of decodeAhead(broken, images, null, [1, 1, 1], { ahead: 3 }));
    };
    await expect(consume()).rejects.toThrow("row 0");
  });
});
