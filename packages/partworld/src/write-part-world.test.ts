import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { classNames, drawScene } from "./scene.js";
import { writePartWorld } from "./write-part-world.js";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "partworld-"));
});
afterEach(() => rm(directory, { recursive: true }));

describe("writePartWorld", () => {
  it("writes one folder per class, one PNG per image, each with the scene's pixels", async () => {
    const progress: number[] = [];
    await writePartWorld(directory, { seed: 1, imagesPerClass: 2, onProgress: (done) => progress.push(done) });
    expect(await readdir(directory)).toEqual(["images"]);
    expect((await readdir(join(directory, "images"))).sort()).toEqual(classNames);
    for (const [classIndex, name] of classNames.entries()) {
      const folder = join(directory, "images", name);
      expect((await readdir(folder)).sort()).toEqual(["0000.png", "0001.png"]);
      const image = await sharp(join(folder, "0001.png")).raw().toBuffer({ resolveWithObject: true });
      expect(image.info).toMatchObject({ width: 64, height: 64, channels: 3 });
      expect(image.data.equals(drawScene(1, classIndex, 1).pixels)).toBe(true);
    }
    expect(progress).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
  });

  it("writes one grey mask per visible part where asked", async () => {
    await writePartWorld(directory, { seed: 2, imagesPerClass: 1, masks: true });
    for (const [classIndex, name] of classNames.entries()) {
      const { masks } = drawScene(2, classIndex, 0);
      const folder = join(directory, "masks", name, "0000");
      expect((await readdir(folder)).sort()).toEqual([...masks.keys()].map((part) => `${part}.png`).sort());
      for (const [part, mask] of masks) {
        const file = sharp(join(folder, `${part}.png`));
        expect(await file.metadata()).toMatchObject({ width: 64, height: 64, channels: 1 });
        const pixels = await file.toColourspace("b-w").raw().toBuffer();
        expect(pixels.equals(mask)).toBe(true);
      }
    }
  });

  it("refuses a bad count, and a place where it cannot write", async () => {
    const options = { seed: 1, imagesPerClass: 1 };
    await expect(writePartWorld(directory, { ...options, imagesPerClass: 0 })).rejects.toMatchObject({
      code: "OPTION_INVALID",
    });
    await writeFile(join(directory, "occupied"), "");
    await expect(writePartWorld(join(directory, "occupied"), options)).rejects.toMatchObject({
      code: "STORAGE_FAILED",
    });
  });
});
