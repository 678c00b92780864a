import { describe, expect, it } from "vitest";
import { parsePreprocessing } from "./parse-preprocessing.js";
import type { InputShape } from "./preprocessing.js";

const colour: InputShape = [3, 224, 192];

describe("parsePreprocessing", () => {
  it("fills in what is absent", () => {
    expect(parsePreprocessing({}, colour, "p.json")).toEqual({
      resize: [224, 192],
      crop: [224, 192],
      interpolation: "bilinear",
      channels: "rgb",
      scale: 1 / 255,
      mean: [0, 0, 0],
      std: [1, 1, 1],
      keepMatching: false,
    });
    expect(parsePreprocessing({ crop: [224, 192] }, colour, "p.json").resize).toBeNull();
    expect(parsePreprocessing({}, [1, 28, 28], "p.json")).toMatchObject({ channels: "gray", mean: [0], std: [1] });
  });

  it("takes what is given", () => {
    const given = {
      resize: 256,
      crop: [224, 192],
      interpolation: "bicubic",
      channels: "bgr",
      scale: 1,
      mean: [104, 117, 123],
      std: [1, 2, 3],
    };
    expect(parsePreprocessing(given, colour, "p.json")).toEqual({ ...given, keepMatching: false });
  });

  it("lets one number stand for every side and channel", () => {
    const given = { resize: [40, 50], crop: 32, mean: 0.5, std: 0.25 };
    expect(parsePreprocessing(given, [3, 32, 32], "p.json")).toMatchObject({
      resize: [40, 50],
      crop: [32, 32],
      mean: [0.5, 0.5, 0.5],
      std: [0.25, 0.25, 0.25],
    });
  });

  it.each<[unknown, string]>([
    [[], "it must be a JSON object, got []"],
    [null, "it must be a JSON object, got null"],
    [{ sclae: 1 }, "key sclae must be absent or one of resize"],
    [{ resize: 0 }, "resize must be a side"],
    [{ resize: [256, 256.5] }, "resize must be a side"],
    [{ resize: 1e9 }, "resize must be a side"],
    [{ resize: 191 }, "resize must be at least 192"],
    [{ resize: [200, 200] }, "resize must be at least the network's input size [224, 192], got [200,200]"],
    [{ resize: [256, 256], crop: null }, "resize must be the network's input size [224, 192]"],
    [{ crop: [192, 224] }, "crop must be the network's input size [224, 192], got [192,224]"],
    [{ crop: "centre" }, 'crop must be [height, width] in pixels up to 16384, or null, got "centre"'],
    [{ interpolation: "cubic" }, "interpolation must be one of bilinear, bicubic, nearest, lanczos"],
    [{ channels: "rbg" }, "channels must be one of rgb, bgr, gray"],
    [{ channels: "gray" }, "channels must be an order of the network's 3 channels"],
    [{ scale: Number.NaN }, "scale must be a finite number other than 0, got NaN"],
    [{ scale: 0 }, "scale must be a finite number other than 0, got 0"],
    [{ mean: [1, 2] }, "mean must be 3 numbers"],
    [{ mean: [1, 2, "3"] }, 'mean[2] must be a finite number, got "3"'],
    [{ mean: [1, Number.POSITIVE_INFINITY, 3] }, "mean[1] must be a finite number, got Infinity"],
    [{ std: [1, 0, 1] }, "std[1] must be a finite number above 0, got 0"],
    [{ std: -1 }, "std must be a finite number above 0, got -1"],
  ])("refuses %j with its path", (value, message) => {
    expect(() => parsePreprocessing(value, colour, "p.json")).toThrow(
      expect.objectContaining({
        code: "PREPROCESSING_INVALID",
        message: expect.stringContaining(`p.json: ${message}`),
      }),
    );
  });
});
