import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { overlay } from "./overlay.js";
import { type Cell, renderContactSheet } from "./render-contact-sheet.js";

const picture = { width: 32, height: 32, data: new Uint8Array(32 * 32 * 3).fill(120) };
const coloured = { ...picture, data: Uint8Array.from({ length: 32 * 32 * 3 }, (_, i) => [200, 40, 90][i % 3]) };
const map = { width: 32, height: 32, data: new Float32Array(1024).fill(1) };
const cell: Cell = { title: "gradient", picture, map, kind: "diverging" };

async function render(cells: Cell[], columns?: number, title?: string) {
  const { data, info } = await sharp(await renderContactSheet({ title, cells, columns }))
    .raw()
    .toBuffer({ resolveWithObject: true });
  const rowOf = (y: number) => data.subarray(y * info.width * 3, (y + 1) * info.width * 3);
  return { width: info.width, height: info.height, rowOf };
}

describe("renderContactSheet", () => {
  it("gives every cell the same room, in rows of four unless told otherwise", async () => {
    const margins = 32;
    const gap = 26;
    const one = await render([cell]);
    const two = await render([cell, cell]);
    const six = await render(new Array(6).fill(cell));
    const tall = await render(new Array(3).fill(cell), 1);
    const width = one.width - margins;
    const height = one.height - margins;
    expect(width).toBeGreaterThan(224 + 30);
    expect(two).toMatchObject({ width: margins + 2 * width + gap, height: one.height });
    expect(six).toMatchObject({ width: margins + 4 * width + 3 * gap, height: margins + 2 * height + gap });
    expect(tall).toMatchObject({ width: one.width, height: margins + 3 * height + 2 * gap });
  });

  it("aligns the pictures of a row, whatever stands above them", async () => {
    const long = {
      ...cell,
      title: "integrated gradients over the whole path from a grey baseline",
      subtitle: "20 steps",
    };
    const { rowOf, height, width } = await render([long, cell]);
    const shown = overlay(picture, map, { kind: "diverging", limit: 1 }).data.subarray(0, 3).join();
    /** Whether a row of pixels shows the map, from one column to another. */
    const showsMap = (y: number, left: number, right: number) =>
      Array.from({ length: right - left }, (_, i) =>
        rowOf(y)
          .subarray((left + i) * 3, (left + i) * 3 + 3)
          .join(),
      ).filter((pixel) => pixel === shown).length >= 224;
    const middle = Math.floor(width / 2);
    const rows = Array.from({ length: height }, (_, y) => [showsMap(y, 0, middle), showsMap(y, middle, width)]);
    expect(rows.filter(([left]) => left).length).toBe(224);
    for (const [left, right] of rows) expect(right).toBe(left);
  });

  it("shows the bare picture in its colours where there is no map", async () => {
    const { rowOf } = await render([{ ...cell, picture: coloured, map: null }]);
    const pixel = 3 * (16 + 100);
    expect([...rowOf(16 + 120).subarray(pixel, pixel + 3)]).toEqual([200, 40, 90]);
  });

  it("has a title above all", async () => {
    expect((await render([cell], 1, "One picture by all methods")).height).toBeGreaterThan(
      (await render([cell])).height,
    );
  });

  it("refuses a sheet without cells or columns, and values that are no numbers", async () => {
    await expect(renderContactSheet({ cells: [] })).rejects.toMatchObject({ code: "OPTION_INVALID" });
    for (const columns of [0, -1, 1.5, Number.NaN]) {
      await expect(renderContactSheet({ cells: [cell], columns })).rejects.toMatchObject({ code: "OPTION_INVALID" });
    }
    const wrong = { ...map, data: new Float32Array(1024).fill(Number.NaN) };
    await expect(renderContactSheet({ cells: [cell, { ...cell, map: wrong }] })).rejects.toThrow(RangeError);
  });
});
