import { mkdir, mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { openDataset } from "../sources/open-dataset.js";
import { loadImage } from "./load-image.js";
import type { InputShape } from "./preprocessing.js";
import { presets } from "./presets.js";

const width = 6;
const height = 4;
/** Distinct pixels: red grows with x, green with y, blue is constant. */
const rgb = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
  const pixel = Math.floor(i / 3);
  return [10 + 40 * (pixel % width), 20 + 60 * Math.floor(pixel / width), 77][i % 3];
});
const picture = () => sharp(rgb, { raw: { width, height, channels: 3 } });
const withAlpha = () =>
  sharp(
    Uint8Array.from({ length: width * height * 4 }, (_, i) => (i % 4 === 3 ? 0 : rgb[Math.floor(i / 4) * 3 + (i % 4)])),
    {
      raw: { width, height, channels: 4 },
    },
  );

/** Planes R, G, B of `rgb`, as preset `raw` leaves them. */
const planes = Float32Array.from({ length: rgb.length }, (_, i) => {
  const pixels = width * height;
  return rgb[(i % pixels) * 3 + Math.floor(i / pixels)];
});
const input: InputShape = [3, height, width];

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "gipfel-load-"));
});

async function load(name: string, bytes: Uint8Array, shape: InputShape = input, preset = "raw") {
  const root = await mkdtemp(join(folder, "set-"));
  await mkdir(join(root, "class"));
  await writeFile(join(root, "class", name), bytes);
  const dataset = await openDataset(root);
  return loadImage(dataset, dataset.groups[0].images[0], presets[preset].for(shape), shape);
}

describe("loadImage", () => {
  it.each([
    ["PNG", "a.png", () => picture().png()],
    ["palette PNG", "a.png", () => picture().png({ palette: true, dither: 0 })],
    ["TIFF", "a.tif", () => picture().tiff({ compression: "lzw" })],
    ["WebP", "a.webp", () => picture().webp({ lossless: true })],
    ["GIF", "a.gif", () => picture().gif({ dither: 0 })],
    ["alpha, dropped", "a.png", () => withAlpha().png()],
  ])("decodes %s exactly", async (_, name, encode) => {
    expect(await load(name, await encode().toBuffer())).toEqual(planes);
  });

  it.each([
    ["JPEG", "a.jpg", () => picture().jpeg({ quality: 100, chromaSubsampling: "4:4:4" }), 3],
    ["AVIF", "a.avif", () => picture().avif({ quality: 100, chromaSubsampling: "4:4:4" }), 6],
  ])("decodes %s closely", async (_, name, encode, tolerance) => {
    const tensor = await load(name, await encode().toBuffer());
    expect(tensor.length).toBe(planes.length);
    for (const [i, value] of planes.entries()) expect(Math.abs(tensor[i] - value)).toBeLessThanOrEqual(tolerance);
  });

  it("turns CMYK into RGB as Pillow 9.4 does, which wrote this TIFF and these planes", async () => {
    const tiff =
      "SUkqAAgAAAAKAAABBAABAAAAAwAAAAEBBAABAAAAAgAAAAIBAwAEAAAAhgAAAAMBAwABAAAAAQAAAAYBAwABAAAABQAAABEBBAABAAAAjgAAABUBAwABAAAABAAAABYBBAABAAAAAgAAABcBBAABAAAAGAAAABwBAwABAAAAAQAAAAAAAAAIAAgACAAIAAAAAADICloo////AAM8eLQAZAD/ESFBgQ==";
    const planes = [255, 46, 0, 74, 0, 118, 255, 207, 0, 57, 0, 110, 255, 139, 0, 40, 0, 94];
    expect([...(await load("a.tif", Buffer.from(tiff, "base64"), [3, 2, 3]))]).toEqual(planes);
  });

  it("repeats grey in three channels, and makes luma of colour for one", async () => {
    const values = Uint8Array.from({ length: width * height }, (_, i) => i * 9);
    const grey = await sharp(values, { raw: { width, height, channels: 1 } })
      .toColourspace("b-w")
      .png()
      .toBuffer();
    expect([...(await load("g.png", grey))]).toEqual([...values, ...values, ...values]);
    expect([...(await load("g.png", grey, [1, height, width]))]).toEqual([...values]);
    const luma = await load("c.png", await picture().png().toBuffer(), [1, height, width]);
    for (const [i, value] of luma.entries()) {
      const [r, g, b] = rgb.subarray(i * 3, i * 3 + 3);
      expect(Math.abs(value - (0.299 * r + 0.587 * g + 0.114 * b))).toBeLessThanOrEqual(0.51);
    }
  });

  it("keeps 16-bit gray, white being 65535", async () => {
    const values = new Uint16Array(width * height).fill(40_000);
    const png = await sharp(values, { raw: { width, height, channels: 1 } })
      .toColourspace("grey16")
      .png()
      .toBuffer();
    expect(new Set(await load("g.png", png))).toEqual(new Set([Math.fround(40_000 / 257)]));
  });

  it("takes the first frame of an animation", async () => {
    const frames = new Uint8Array(width * height * 2 * 3);
    frames.set(rgb);
    const gif = await sharp(frames, { raw: { width, height: height * 2, channels: 3, pageHeight: height } })
      .gif({ dither: 0, delay: [100, 100] })
      .toBuffer();
    expect((await sharp(gif).metadata()).pages).toBe(2);
    expect(await load("a.gif", gif)).toEqual(planes);
  });

  it("turns a picture as its EXIF orientation says", async () => {
    const turned = await picture().rotate(-90).withMetadata({ orientation: 6 }).png().toBuffer();
    expect(await sharp(turned).metadata()).toMatchObject({ width: height, height: width, orientation: 6 });
    expect(await load("a.png", turned)).toEqual(planes);
  });

  it("orders channels as BGR for caffe", async () => {
    const tensor = await load("a.png", await picture().png().toBuffer(), input, "caffe");
    const pixels = width * height;
    expect(tensor[0]).toBe(77 - 104);
    expect(tensor[pixels]).toBe(20 - 117);
    expect(tensor[2 * pixels + 1]).toBe(50 - 123);
  });

  it("does not let alpha darken what it resizes", async () => {
    const wide: InputShape = [3, 2, 2];
    const transparent = await load("a.png", await withAlpha().png().toBuffer(), wide);
    expect(transparent).toEqual(await load("a.png", await picture().png().toBuffer(), wide));
    expect(Math.min(...transparent)).toBeGreaterThan(0);
  });

  it("resizes without shifting, whether it enlarges or reduces", async () => {
    const ramp = Uint8Array.from({ length: 40 * 40 * 3 }, (_, i) => 6 * (Math.floor(i / 3) % 40));
    const png = await sharp(ramp, { raw: { width: 40, height: 40, channels: 3 } })
      .png()
      .toBuffer();
    for (const side of [16, 23, 57, 80]) {
      const tensor = await load("ramp.png", png, [3, side, side]);
      for (let x = 3; x < side - 3; x++) {
        const expected = 6 * (((x + 0.5) * 40) / side - 0.5);
        expect(Math.abs(tensor[x] - expected), `side ${side}, x ${x}`).toBeLessThanOrEqual(1.01);
      }
    }
  });

  it.each([
    ["text", "a.jpg", async () => Buffer.from("no picture")],
    ["an empty file", "a.png", async () => Buffer.alloc(0)],
    ["a truncated JPEG", "a.jpg", async () => halfOf(await noise().jpeg().toBuffer())],
    ["a truncated PNG", "a.png", async () => halfOf(await noise().png().toBuffer())],
    [
      "SVG in disguise",
      "a.png",
      async () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="6" height="4"/>'),
    ],
    ["a decompression bomb", "a.png", bomb],
    ["a BMP under another name", "a.png", async () => Buffer.from("BM0000")],
  ])("refuses %s with its name and reason in one line", async (_, name, encode) => {
    await expect(load(name, await encode())).rejects.toMatchObject({
      code: "IMAGE_UNREADABLE",
      message: expect.stringMatching(new RegExp(`^class/${name} cannot be decoded: [^\\n]+$`)),
    });
  });

  it("names a Git LFS pointer", async () => {
    const pointer = Buffer.from("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n");
    await expect(load("a.jpg", pointer)).rejects.toMatchObject({ message: expect.stringContaining("git lfs pull") });
  });

  it("reads a picture of one pixel", async () => {
    const pixel = await sharp(Uint8Array.of(9, 8, 7), { raw: { width: 1, height: 1, channels: 3 } })
      .png()
      .toBuffer();
    expect([...(await load("a.png", pixel, [3, 1, 2], "unit"))].map((value) => Math.round(value * 255))).toEqual([
      9, 9, 8, 8, 7, 7,
    ]);
  });

  it("states the limit of pixels", async () => {
    await expect(load("a.png", await bomb())).rejects.toMatchObject({
      message: expect.stringContaining("more than 100000000 pixels"),
    });
  });

  it("refuses a file that has gone", async () => {
    const image = { index: 0, name: "class/gone.png", file: join(folder, "gone.png"), row: null };
    const root = await mkdtemp(join(folder, "set-"));
    await mkdir(join(root, "class"));
    await writeFile(join(root, "class/a.png"), "");
    const dataset = await openDataset(root);
    await expect(loadImage(dataset, image, presets.raw.for(input), input)).rejects.toMatchObject({
      code: "IMAGE_UNREADABLE",
    });
    await expect(loadImage(dataset, image, null, input)).rejects.toMatchObject({ code: "PREPROCESSING_INVALID" });
  });

  it("names the image whose size does not fit", async () => {
    const root = await mkdtemp(join(folder, "set-"));
    await mkdir(join(root, "class"));
    await writeFile(join(root, "class/a.png"), await picture().png().toBuffer());
    const dataset = await openDataset(root);
    const preprocessing = { ...presets.raw.for([3, 8, 8]), resize: null };
    await expect(loadImage(dataset, dataset.groups[0].images[0], preprocessing, [3, 8, 8])).rejects.toMatchObject({
      code: "SHAPE_MISMATCH",
      message: expect.stringContaining("class/a.png: "),
    });
  });
});

function noise() {
  const data = Uint8Array.from({ length: 64 * 64 * 3 }, (_, i) => (i * i * 31) % 251);
  return sharp(data, { raw: { width: 64, height: 64, channels: 3 } });
}

function halfOf(bytes: Buffer): Buffer {
  return bytes.subarray(0, bytes.length / 2);
}

/** A PNG whose header states 30,000×30,000 pixels, its checksum right. */
async function bomb(): Promise<Buffer> {
  const png = await picture().png().toBuffer();
  png.writeUInt32BE(30_000, 16);
  png.writeUInt32BE(30_000, 20);
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29);
  return png;
}
