import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { GipfelError, messageOf } from "@gipfel/contracts";
import sharp from "sharp";
import { classNames, drawScene, sceneSize } from "./scene.js";

export interface PartWorldOptions {
  readonly seed: number;
  readonly imagesPerClass: number;
  /** Also write one mask per image and visible part. Default false. */
  readonly masks?: boolean;
  /** Called after each image. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Draws the data set into a folder: `images/<class>/<0000>.png` (64 × 64 RGB) and, if asked,
 * `masks/<class>/<0000>/<part>.png` (64 × 64 grey, visible coverage). Existing files of these names are replaced, each
 * whole or not at all.
 *
 * @throws GipfelError OPTION_INVALID for numbers out of range, STORAGE_FAILED where a file cannot be written.
 */
export async function writePartWorld(
  directory: string,
  { seed, imagesPerClass, masks = false, onProgress }: PartWorldOptions,
): Promise<void> {
  if (!Number.isInteger(imagesPerClass) || imagesPerClass < 1) {
    throw new GipfelError(
      "OPTION_INVALID",
      `imagesPerClass is ${imagesPerClass}; it must be an integer of at least 1.`,
    );
  }
  const total = classNames.length * imagesPerClass;
  for (const [classIndex, className] of classNames.entries()) {
    for (let image = 0; image < imagesPerClass; image++) {
      const scene = drawScene(seed, classIndex, image);
      const name = String(image).padStart(4, "0");
      await writePng(join(directory, "images", className, `${name}.png`), scene.pixels, 3);
      for (const [part, mask] of masks ? scene.masks : []) {
        await writePng(join(directory, "masks", className, name, `${part}.png`), mask, 1);
      }
      onProgress?.(classIndex * imagesPerClass + image + 1, total);
    }
  }
}

async function writePng(path: string, pixels: Uint8Array, channels: 1 | 3): Promise<void> {
  const image = sharp(pixels, { raw: { width: sceneSize, height: sceneSize, channels } });
  const png = await (channels === 1 ? image.toColourspace("b-w") : image).png().toBuffer();
  const unfinished = `${path}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(unfinished, png);
    await rename(unfinished, path);
  } catch (cause) {
    // The first failure is the one to report, also where nothing can be removed.
    await rm(unfinished, { force: true }).catch(() => undefined);
    throw new GipfelError("STORAGE_FAILED", `Cannot write ${path}: ${messageOf(cause)}.`, { cause });
  }
}
