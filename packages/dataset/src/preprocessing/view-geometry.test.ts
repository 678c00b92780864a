import { describe, expect, it } from "vitest";
import type { InputShape, Preprocessing } from "./preprocessing.js";
import { presets } from "./presets.js";
import { viewGeometry } from "./view-geometry.js";

const square: InputShape = [3, 224, 224];
const custom = (changes: Partial<Preprocessing>): Preprocessing => ({
  ...presets.unit.for(square),
  keepMatching: false,
  ...changes,
});

describe("viewGeometry", () => {
  /** Sizes and offsets that torchvision 0.14 gives for Resize(256) and CenterCrop(224). */
  it.each([
    [500, 375, 341, 256, 58, 16],
    [375, 500, 256, 341, 16, 58],
    [500, 333, 384, 256, 80, 16],
    [500, 334, 383, 256, 80, 16],
    [258, 234, 282, 256, 29, 16],
    [256, 300, 256, 300, 16, 38],
  ])("of a %i×%i picture is torchvision's", (width, height, resizedWidth, resizedHeight, left, top) => {
    expect(viewGeometry({ width, height }, presets.imagenet.for(square), square)).toEqual({
      resized: { width: resizedWidth, height: resizedHeight },
      window: { left, top, width: 224, height: 224 },
    });
  });

  it("leaves a picture of the network's size alone, unless a file says to resize it", () => {
    const picture = { width: 224, height: 224 };
    const untouched = { resized: picture, window: { left: 0, top: 0, ...picture } };
    for (const name of ["imagenet", "caffe", "tf", "unit", "raw", "cifar10"]) {
      expect(viewGeometry(picture, presets[name].for(square), square)).toEqual(untouched);
    }
    expect(viewGeometry(picture, custom({ resize: 256 }), square).resized).toEqual({ width: 256, height: 256 });
  });

  it("resizes to height and width exactly", () => {
    const { resized, window } = viewGeometry({ width: 50, height: 70 }, custom({ resize: [230, 224] }), square);
    expect(resized).toEqual({ width: 224, height: 230 });
    expect(window).toEqual({ left: 0, top: 3, width: 224, height: 224 });
  });

  it.each([
    ["a picture smaller than the crop", custom({ resize: null }), "smaller than the crop of 224×224"],
    ["a size that is not the network's", custom({ resize: 224, crop: null }), "not the network's input size"],
  ])("refuses %s", (_, preprocessing, part) => {
    expect(() => viewGeometry({ width: 100, height: 80 }, preprocessing, square)).toThrow(
      expect.objectContaining({ code: "SHAPE_MISMATCH", message: expect.stringContaining(part) }),
    );
  });
});
