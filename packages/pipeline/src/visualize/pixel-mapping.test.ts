import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadImage, openDataset, presets } from "@gipfel/dataset";
import { encodePng, type Picture } from "@gipfel/heat-map";
import { afterAll, describe, expect, it } from "vitest";
import { Random } from "../testing/random.js";
import { pictureOf } from "./picture-of.js";
import { pixelMapping } from "./pixel-mapping.js";

const folder = await mkdtemp(join(tmpdir(), "gipfel-pictures-"));
afterAll(() => rm(folder, { recursive: true, force: true }));

const [height, width] = [5, 7];
const random = new Random(4);

function picture(gray = false): Picture {
  const data = Uint8Array.from({ length: 3 * height * width }, () => random.below(256));
  if (gray) for (let i = 0; i < data.length; i++) data[i] = data[i - (i % 3)]!;
  return { width, height, data };
}

/** A picture as any program finds it on disk. */
async function onDisk(shown: Picture) {
  const root = await mkdtemp(join(folder, "set-"));
  await mkdir(join(root, "only"));
  await writeFile(join(root, "only", "picture.png"), await encodePng(shown));
  const dataset = await openDataset(root);
  return { dataset, image: dataset.groups[0]!.images[0]! };
}

describe("pixelMapping", () => {
  it.each([
    ["imagenet", 3],
    ["caffe", 3],
    ["tf", 3],
    ["raw", 3],
    ["tf", 1],
    ["mnist", 1],
  ])("takes pixels to what the preprocessing %s makes of a picture (%i channels)", async (name, channels) => {
    const input = [channels, height, width] as const;
    const preprocessing = presets[name]!.for(input);
    const shown = picture(channels === 1);
    const { dataset, image } = await onDisk(shown);
    const tensor = await loadImage(dataset, image, preprocessing, input);
    const { colours, gain, offset } = pixelMapping(preprocessing, channels);
    const size = height * width;
    for (let channel = 0; channel < channels; channel++) {
      for (let i = 0; i < size; i++) {
        const pixel = shown.data[3 * i + (colours?.[channel] ?? 0)]! / 255;
        expect(gain[channel]! * pixel + offset[channel]!).toBeCloseTo(tensor[channel * size + i]!, 4);
      }
    }
  });

  it("takes −2 to 2 for black to white where nothing is known, each channel alike", () => {
    expect(pixelMapping(null, 5)).toEqual({ colours: null, gain: [4, 4, 4, 4, 4], offset: [-2, -2, -2, -2, -2] });
    expect(pixelMapping(null, 3).colours).toEqual([0, 1, 2]);
  });
});

describe("pictureOf", () => {
  it("shows colours in RGB order, however the network orders them", () => {
    const pixels = Float32Array.of(0, 0.2, 0.4, 0.6, 0.8, 1);
    expect([...pictureOf(pixels, [1, 2], { colours: [0, 1, 2] }).data]).toEqual([0, 102, 204, 51, 153, 255]);
    expect([...pictureOf(pixels, [1, 2], { colours: [2, 1, 0] }).data]).toEqual([204, 102, 0, 255, 153, 51]);
  });

  it("shows other channels as gray, their mean", () => {
    expect([...pictureOf(Float32Array.of(0.2, 1), [1, 2], { colours: null }).data]).toEqual([
      51, 51, 51, 255, 255, 255,
    ]);
    expect([...pictureOf(Float32Array.of(0, 0.4), [1, 1], { colours: null }).data]).toEqual([51, 51, 51]);
  });
});
