import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { type Box, cropView } from "./crop-view.js";

const [width, height] = [23, 17];

/** A view of noise, which compression would change where it loses anything. */
const view = await sharp(
  Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7919 + (i % 13) * 31) % 256),
  { raw: { width, height, channels: 3 } },
)
  .webp({ quality: 90 })
  .toBuffer();

const pixelsOf = (webp: Uint8Array) => sharp(webp).removeAlpha().raw().toBuffer({ resolveWithObject: true });

describe("cropView", () => {
  it.each<Box>([
    [0, 0, width, height],
    [5, 3, 8, 9],
    [width - 1, height - 1, 1, 1],
  ])("gives the view's own pixels of [%i, %i, %i, %i]", async (...box) => {
    const [left, top, w, h] = box;
    const whole = await pixelsOf(view);
    const patch = await pixelsOf(await cropView(view, box));
    expect([patch.info.width, patch.info.height]).toEqual([w, h]);
    for (let y = 0; y < h; y++) {
      const from = ((top + y) * width + left) * 3;
      expect([...patch.data.subarray(y * w * 3, (y + 1) * w * 3)]).toEqual([
        ...whole.data.subarray(from, from + w * 3),
      ]);
    }
  });

  it.each<Box>([
    [0, 0, width + 1, 1],
    [width, 0, 1, 1],
    [0, height - 1, 1, 2],
    [-1, 0, 2, 2],
    [0, 0, 0, 1],
  ])("refuses [%i, %i, %i, %i], which is not inside", async (...box) => {
    await expect(cropView(view, box)).rejects.toMatchObject({
      code: "OPTION_INVALID",
      message: expect.stringContaining(`${width}×${height}`),
    });
  });

  it("refuses what is no picture, and one that is cut short", async () => {
    for (const bytes of [Buffer.from("stands for an image"), view.subarray(0, view.length / 2)]) {
      await expect(cropView(bytes, [0, 0, 1, 1])).rejects.toMatchObject({ code: "IMAGE_UNREADABLE" });
    }
  });
});
