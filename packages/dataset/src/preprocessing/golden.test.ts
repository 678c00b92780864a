import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readNpy } from "../formats/npy.js";
import { openDataset } from "../sources/open-dataset.js";
import { loadImage } from "./load-image.js";
import type { InputShape } from "./preprocessing.js";
import { presets } from "./presets.js";

/** Photographs and their crops as PIL makes them; not part of the repository. */
const shared = new URL("../../../../../shared/data/", import.meta.url);
const isShared = existsSync(shared);

describe(`agreement with PIL${isShared ? "" : " (skipped: the shared photographs are not here)"}`, () => {
  it.skipIf(!isShared)("is half a grey level on average over 224×224 crops", async () => {
    const golden = readNpy(await readFile(new URL("golden/imagenet5_uint8_nchw.npy", shared)));
    const { files }: { files: string[] } = JSON.parse(await readFile(new URL("golden/golden.json", shared), "utf8"));
    const dataset = await openDataset(fileURLToPath(new URL("images/imagenet-samples/manifest.csv", shared)));
    const images = dataset.groups.flatMap((group) => group.images).filter(({ name }) => files.includes(name));
    expect(images.length).toBeGreaterThan(0);
    const input: InputShape = [3, 224, 224];
    const preprocessing = { ...presets.imagenet.for(input), scale: 1, mean: [0, 0, 0], std: [1, 1, 1] };
    for (const image of images) {
      const tensor = await loadImage(dataset, image, preprocessing, input);
      const start = files.indexOf(image.name) * tensor.length;
      const difference = tensor.reduce((sum, value, i) => sum + Math.abs(value - Number(golden.data[start + i])), 0);
      expect(difference / tensor.length, image.name).toBeLessThan(0.5);
    }
  });
});
