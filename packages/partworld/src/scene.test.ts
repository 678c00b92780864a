import { describe, expect, it } from "vitest";
import { objectClasses } from "./objects/index.js";
import { drawPalette } from "./palette.js";
import { type PartName, partNames } from "./part-names.js";
import { partDrawings } from "./parts/index.js";
import { Random } from "./random.js";
import { classNames, drawScene, sceneSize } from "./scene.js";

const area = sceneSize * sceneSize;
const classIndices = [...classNames.keys()];

describe("classes and parts", () => {
  it("are ten classes in alphabetical order", () => {
    expect(classNames).toHaveLength(10);
    expect(classNames).toEqual([...classNames].sort());
  });

  it("share parts: each class has at least two, and each part belongs to at least two classes", () => {
    for (const { parts } of objectClasses) expect(parts.length).toBeGreaterThanOrEqual(2);
    for (const name of partNames) {
      expect(objectClasses.filter(({ parts }) => parts.includes(name)).length, name).toBeGreaterThanOrEqual(2);
    }
  });

  it.each(objectClasses)("$name has exactly the parts it declares", ({ draw, parts }) => {
    const drawn = new Set<PartName>();
    for (let index = 0; index < 40; index++) {
      const random = Random.of(5, index);
      for (const { part } of draw(random, drawPalette(random, []))) if (part) drawn.add(part);
    }
    expect([...drawn].sort()).toEqual([...parts]);
  });

  it.each(partNames)("a %s lies within its square, but for the width of a line", (name) => {
    const random = Random.of(6);
    const patches = partDrawings[name](random, drawPalette(random, []));
    expect(patches.length).toBeGreaterThan(0);
    for (const { outline, part } of patches) {
      expect(part).toBe(name);
      for (const [x, y] of outline) expect(Math.max(Math.abs(x), Math.abs(y))).toBeLessThan(1.3);
    }
  });
});

describe("drawScene", () => {
  it("draws the same bytes for the same numbers, whatever was drawn before", () => {
    const first = drawScene(3, 4, 5);
    drawScene(3, 4, 4);
    const again = drawScene(3, 4, 5);
    expect(again.pixels).toEqual(first.pixels);
    expect(again.masks).toEqual(first.masks);
    expect(again.bounds).toEqual(first.bounds);
  });

  it("draws another image for another seed, class or index", () => {
    const images = [drawScene(3, 4, 5), drawScene(4, 4, 5), drawScene(3, 5, 5), drawScene(3, 4, 6)];
    const keys = images.map(({ pixels }) => Buffer.from(pixels).toString("base64"));
    expect(new Set(keys).size).toBe(images.length);
  });

  it.each(classIndices)("class %i: masks show what is visible, on the object for its own parts", (classIndex) => {
    for (let image = 0; image < 12; image++) {
      const { pixels, masks, bounds } = drawScene(11, classIndex, image);
      expect(pixels).toHaveLength(3 * area);
      const own = objectClasses[classIndex].parts;
      expect(own.some((part) => masks.has(part))).toBe(true);
      const total = new Uint16Array(area);
      for (const [part, mask] of masks) {
        expect(mask).toHaveLength(area);
        expect(mask.some((value) => value > 0)).toBe(true);
        for (let pixel = 0; pixel < area; pixel++) total[pixel] += mask[pixel];
        if (own.includes(part)) expect(outsideOf(bounds, mask)).toBe(0);
      }
      // Each mask is rounded for itself, by half a step at most.
      expect(Math.max(...total)).toBeLessThanOrEqual(255 + masks.size / 2);
    }
  });

  it("draws every class whole enough: the object's box covers a fifth of the image or more", () => {
    for (const classIndex of classIndices) {
      const { bounds } = drawScene(12, classIndex, 0);
      expect((bounds.width * bounds.height) / area).toBeGreaterThan(0.2);
    }
  });

  it("gives no class away by colour: nearest class mean and nearest class histogram stay under 40 %", () => {
    for (const describeColours of [meanColour, colourHistogram]) {
      const centres = classIndices.map((classIndex) =>
        average(Array.from({ length: 40 }, (_, image) => describeColours(drawScene(21, classIndex, image).pixels))),
      );
      let right = 0;
      for (const classIndex of classIndices) {
        for (let image = 0; image < 20; image++) {
          const colours = describeColours(drawScene(22, classIndex, image).pixels);
          if (nearest(colours, centres) === classIndex) right++;
        }
      }
      expect(right / (20 * classIndices.length)).toBeLessThan(0.4);
    }
  });

  it.each([
    ["seed", [-1, 0, 0]],
    ["class index", [0, 10, 0]],
    ["image index", [0, 0, 1.5]],
  ] as const)("refuses a bad %s", (name, [seed, classIndex, image]) => {
    expect(() => drawScene(seed, classIndex, image)).toThrow(`The ${name} is`);
  });
});

/** Coverage outside the pixels that the box touches. */
function outsideOf(box: { x: number; y: number; width: number; height: number }, mask: Uint8Array): number {
  let sum = 0;
  for (let pixel = 0; pixel < area; pixel++) {
    const [x, y] = [pixel % sceneSize, Math.floor(pixel / sceneSize)];
    const inside = x + 1 > box.x && x < box.x + box.width && y + 1 > box.y && y < box.y + box.height;
    if (!inside) sum += mask[pixel];
  }
  return sum;
}

function meanColour(pixels: Uint8Array): number[] {
  const sums = [0, 0, 0];
  for (let index = 0; index < pixels.length; index++) sums[index % 3] += pixels[index] / area;
  return sums;
}

/** Share of the pixels in each of 4 × 4 × 4 colour cells. */
function colourHistogram(pixels: Uint8Array): number[] {
  const cells = new Array<number>(64).fill(0);
  for (let index = 0; index < pixels.length; index += 3) {
    cells[(pixels[index] >> 6) * 16 + (pixels[index + 1] >> 6) * 4 + (pixels[index + 2] >> 6)] += 1 / area;
  }
  return cells;
}

function average(rows: number[][]): number[] {
  return rows[0].map((_, column) => rows.reduce((sum, row) => sum + row[column], 0) / rows.length);
}

function nearest(point: number[], centres: number[][]): number {
  const distances = centres.map((centre) => centre.reduce((sum, value, axis) => sum + (value - point[axis]) ** 2, 0));
  return distances.indexOf(Math.min(...distances));
}
