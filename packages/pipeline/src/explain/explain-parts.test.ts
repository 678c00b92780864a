import { presets } from "@gipfel/dataset";
import { describe, expect, it } from "vitest";
import { Random } from "../testing/random.js";
import { blur } from "./blur.js";
import { MeanMap, MeanPicture } from "./mean-map.js";
import { oneImage, outsideIndex } from "./one-image.js";
import { pixelRange } from "./pixel-range.js";

const shape = [2, 9, 7] as const;
const image = new Random(4).values(2 * 9 * 7, 1);

describe("blur", () => {
  it("keeps a constant image", () => {
    for (const value of blur(new Float32Array(image.length).fill(0.7), shape, 2)) expect(value).toBeCloseTo(0.7, 6);
  });

  it("is linear, stays within the image's range and leaves channels apart", () => {
    const blurred = blur(image, shape, 1.5);
    const doubled = blur(
      image.map((value) => 2 * value),
      shape,
      1.5,
    );
    blurred.forEach((value, i) => {
      expect(doubled[i]).toBeCloseTo(2 * value, 5);
    });
    expect(Math.max(...blurred)).toBeLessThan(Math.max(...image));
    expect(Math.min(...blurred)).toBeGreaterThan(Math.min(...image));
    const first = image.map((value, i) => (i < 63 ? value : 0));
    expect(
      blur(first, shape, 1.5)
        .slice(63)
        .every((value) => value === 0),
    ).toBe(true);
  });

  it("of a point far from the border is the Gaussian", () => {
    const point = new Float32Array(41 * 41);
    point[20 * 41 + 20] = 1;
    const blurred = blur(point, [1, 41, 41], 2);
    for (const [dy, dx] of [
      [0, 0],
      [1, 0],
      [0, 3],
      [2, 2],
    ] as const) {
      const ratio = blurred[(20 + dy) * 41 + 20 + dx]! / blurred[20 * 41 + 20]!;
      expect(ratio).toBeCloseTo(Math.exp(-(dy * dy + dx * dx) / 8), 5);
    }
    expect(blurred.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
  });
});

describe("the range of pixels", () => {
  it("is that of black and white in network units", () => {
    const { black, low, high } = pixelRange(presets.imagenet!.for([3, 224, 224]));
    expect(black[0]).toBeCloseTo(-0.485 / 0.229, 6);
    expect(low).toEqual(black);
    expect(high[2]).toBeCloseTo((1 - 0.406) / 0.225, 6);
  });
});

describe("means", () => {
  it("are of what was added", () => {
    const maps = new MeanMap();
    expect(maps.mean()).toBeUndefined();
    for (const values of [
      [1, 2],
      [3, 6],
    ])
      maps.add({ shape: [2], values: Float32Array.from(values) });
    expect(maps.mean()).toEqual({ shape: [2], values: Float32Array.of(2, 4) });
    const pictures = new MeanPicture();
    for (const data of [
      [0, 255],
      [10, 255],
    ])
      pictures.add(Uint8Array.from(data));
    expect([...pictures.mean()]).toEqual([5, 255]);
  });
});

describe("an image", () => {
  const inFile = (index: number, file: string) => ({ index, name: file, file, row: null });
  const images = [inFile(0, "/images/a.png"), inFile(1, "/images/b.png")];
  const dataset = { name: "images", imageCount: 2, groups: [{ name: "cat", label: null, images }] };

  it("is one of the data set by its index or its file, else a file of its own", () => {
    expect(oneImage(dataset, "1")).toBe(images[1]);
    expect(oneImage(dataset, "/images/b.png")).toBe(images[1]);
    expect(oneImage(dataset, "/other/b.png").index).toBe(outsideIndex);
    expect(() => oneImage(dataset, "2")).toThrow(/images has images 0 to 1/);
  });
});
