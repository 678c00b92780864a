import sharp from "sharp";
import { describe, expect, it } from "vitest";
import type { Picture, ValueMap } from "./picture.js";
import { type HeatMapContent, renderHeatMap } from "./render-heat-map.js";

const margin = 16;
const picture = (width: number, height: number): Picture => ({
  width,
  height,
  data: new Uint8Array(width * height * 3).fill(120),
});
const map = (width: number, height: number, value: (i: number) => number): ValueMap => ({
  width,
  height,
  data: Float32Array.from({ length: width * height }, (_, i) => value(i)),
});

async function render(content: HeatMapContent) {
  const png = await renderHeatMap(content);
  expect((await sharp(png).metadata()).format).toBe("png");
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  expect(info.channels).toBe(3);
  const pixel = (x: number, y: number) => data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3).join();
  return { width: info.width, height: info.height, pixel };
}

/** The one colour of a rectangle. */
function colourOf(
  { pixel }: Awaited<ReturnType<typeof render>>,
  left: number,
  top: number,
  width: number,
  height: number,
) {
  const colours = new Set<string>();
  for (let y = top; y < top + height; y++) for (let x = left; x < left + width; x++) colours.add(pixel(x, y));
  expect(colours.size).toBe(1);
  return [...colours][0];
}

describe("renderHeatMap", () => {
  it.each([
    [32, 32, 448, 448],
    [224, 224, 448, 448],
    [300, 200, 600, 400],
    [500, 375, 500, 375],
    [20, 200, 60, 600],
    [1, 1, 448, 448],
  ])(
    "enlarges a picture of %d×%d to %d×%d, and has room for bar and text",
    async (width, height, shownWidth, shownHeight) => {
      const image = await render({
        picture: picture(width, height),
        map: map(width, height, () => 1),
        kind: "sequential",
      });
      expect(image.width).toBeGreaterThan(shownWidth + 2 * margin + 30);
      expect(image.height).toBeGreaterThan(shownHeight + 2 * margin + 10);
      const inside = colourOf(image, margin, margin, shownWidth, shownHeight);
      expect(image.pixel(margin + shownWidth, margin)).not.toBe(inside);
      expect(image.pixel(margin, margin + shownHeight)).not.toBe(inside);
      expect(image.pixel(0, 0)).toBe("255,255,255");
    },
  );

  it("shows a map of the picture's size pixel by pixel", async () => {
    const image = await render({ picture: picture(32, 32), map: map(32, 32, (i) => (i % 2) - 0.5), kind: "diverging" });
    const negative = colourOf(image, margin, margin, 14, 14);
    const positive = colourOf(image, margin + 14, margin, 14, 14);
    expect(positive).not.toBe(negative);
    expect(colourOf(image, margin + 30 * 14, margin + 31 * 14, 14, 14)).toBe(negative);
  });

  it("blends the values of a coarser map into each other", async () => {
    const image = await render({
      picture: picture(32, 32),
      map: map(2, 1, (i) => i * 2 - 1),
      kind: "diverging",
      limit: 1,
    });
    const row = Array.from({ length: 448 }, (_, x) => Number(image.pixel(margin + x, margin + 200).split(",")[0]));
    expect(new Set(row).size).toBeGreaterThan(50);
    expect(row[0]).toBeLessThan(row[447]);
  });

  it("enlarges a picture further under a finer map, so that no value is lost", async () => {
    const sparse = map(1000, 1000, (i) => (i === 501_501 ? 1 : 0));
    const image = await render({ picture: picture(100, 100), map: sparse, kind: "sequential" });
    expect(image.pixel(margin + 501, margin + 501)).not.toBe(image.pixel(margin + 505, margin + 505));
  });

  it("draws the whole scale, its ends equal to the map's strongest colours", async () => {
    const image = await render({
      picture: picture(448, 448),
      map: map(448, 448, (i) => (i < 448 * 224 ? 1 : -1)),
      kind: "diverging",
    });
    const barLeft = margin + 448 + 14 + 3;
    const column = Array.from({ length: 448 }, (_, y) => image.pixel(barLeft, margin + y));
    // The picture's grey is not quite that behind the bar.
    const near = (colour: string, other: string) =>
      colour.split(",").every((level, i) => Math.abs(Number(level) - Number(other.split(",")[i])) <= 2);
    expect(column.some((colour) => near(colour, image.pixel(margin, margin)))).toBe(true);
    expect(column.some((colour) => near(colour, image.pixel(margin, margin + 440)))).toBe(true);
  });

  it("grows by titles, and is no taller for endless ones than for three lines", async () => {
    const content = { picture: picture(32, 32), map: map(32, 32, () => 0), kind: "diverging" as const };
    const plain = await render(content);
    const titled = await render({ ...content, title: "lrp <b> & more", subtitle: "epsilon" });
    const endless = await render({ ...content, title: "word ".repeat(400), subtitle: "x".repeat(1000) });
    expect(titled.height).toBeGreaterThan(plain.height + 20);
    expect(endless.height).toBeLessThan(plain.height + 170);
    expect(endless.width).toBe(plain.width);
  });

  it.each([0, 1e-45, 3e38])("draws a map of %d", async (value) => {
    const image = await render({
      picture: picture(16, 16),
      map: map(4, 4, () => value),
      kind: "diverging",
      unit: "logit",
    });
    colourOf(image, margin, margin, 448, 448);
  });

  it("refuses what it cannot show", async () => {
    const content = { picture: picture(8, 8), map: map(8, 8, () => 1), kind: "diverging" as const };
    await expect(renderHeatMap({ ...content, map: map(8, 8, () => Number.NaN) })).rejects.toThrow(RangeError);
    await expect(renderHeatMap({ ...content, picture: { ...content.picture, width: 9 } })).rejects.toThrow(RangeError);
    await expect(renderHeatMap({ ...content, percentile: 0 })).rejects.toMatchObject({ code: "OPTION_INVALID" });
  });
});
