import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { InputShape } from "./preprocessing.js";
import { presets } from "./presets.js";
import { resolvePreprocessing } from "./resolve-preprocessing.js";
import { toTensor } from "./to-tensor.js";

describe("resolvePreprocessing", () => {
  it.each<[InputShape, string]>([
    [[3, 224, 224], "imagenet"],
    [[3, 128, 160], "imagenet"],
    [[3, 64, 64], "unit"],
    [[1, 28, 28], "unit"],
    [[1, 224, 224], "unit"],
  ])("assumes for %j: %s, and says so", async (input, name) => {
    const preprocessing = presets[name].for(input);
    expect(await resolvePreprocessing(null, input)).toEqual({ name, assumed: true, preprocessing });
    expect(await resolvePreprocessing(name, input)).toEqual({ name, assumed: false, preprocessing });
  });

  it("takes values as a file of them, and names neither", async () => {
    const file = join(await mkdtemp(join(tmpdir(), "gipfel-preprocessing-")), "p.json");
    const values = { resize: 9, crop: [8, 8], interpolation: "bicubic", mean: [1, 2, 3], std: 4 };
    await writeFile(file, JSON.stringify(values));
    const resolved = await resolvePreprocessing(values, [3, 8, 8]);
    expect(resolved).toMatchObject({ name: "custom", preprocessing: { resize: 9, mean: [1, 2, 3], std: [4, 4, 4] } });
    expect(resolved).toEqual(await resolvePreprocessing(file, [3, 8, 8]));
    await expect(resolvePreprocessing({ crop: 9 }, [3, 8, 8])).rejects.toMatchObject({
      code: "PREPROCESSING_INVALID",
      message: "preprocessing: crop must be the network's input size [8, 8], got 9.",
    });
  });

  it("reads a file", async () => {
    const file = join(await mkdtemp(join(tmpdir(), "gipfel-preprocessing-")), "p.json");
    await writeFile(file, '{"scale": 1, "channels": "bgr"}');
    expect(await resolvePreprocessing(file, [3, 8, 8])).toMatchObject({
      name: "custom",
      assumed: false,
      preprocessing: { scale: 1, channels: "bgr", keepMatching: false },
    });
    await writeFile(file, "{\n\n scale: 1}");
    await expect(resolvePreprocessing(file, [3, 8, 8])).rejects.toMatchObject({
      code: "PREPROCESSING_INVALID",
      message: expect.stringMatching(/^[^\n]*is not JSON[^\n]*$/),
    });
  });

  it.each(["imagenot", "toString", "/no/such.json"])("refuses %s and names the presets", async (name) => {
    await expect(resolvePreprocessing(name, [3, 8, 8])).rejects.toMatchObject({
      code: "PREPROCESSING_INVALID",
      message: expect.stringContaining("imagenet, caffe, tf, unit"),
    });
  });
});

describe("presets", () => {
  it("resize with ImageNet's margin, or with none", () => {
    expect(presets.imagenet.for([3, 224, 224])).toMatchObject({ resize: 256, crop: [224, 224] });
    expect(presets.imagenet.for([3, 299, 299])).toMatchObject({ resize: 342, crop: [299, 299] });
    expect(presets.cifar10.for([3, 32, 32])).toMatchObject({ resize: 32, crop: [32, 32] });
    expect(presets.unit.for([3, 64, 96])).toMatchObject({ resize: 96, crop: [64, 96] });
  });

  it.each<[string, InputShape, number[]]>([
    ["imagenet", [3, 1, 1], [(1 - 0.485) / 0.229, (0.2 - 0.456) / 0.224, (0 - 0.406) / 0.225]],
    ["cifar10", [3, 1, 1], [(1 - 0.485) / 0.229, (0.2 - 0.456) / 0.224, (0 - 0.406) / 0.225]],
    ["caffe", [3, 1, 1], [0 - 104, 51 - 117, 255 - 123]],
    ["tf", [3, 1, 1], [1, -0.6, -1]],
    ["unit", [3, 1, 1], [1, 0.2, 0]],
    ["raw", [3, 1, 1], [255, 51, 0]],
    ["raw", [1, 1, 1], [106]],
    ["unit", [1, 1, 1], [106 / 255]],
    ["mnist", [1, 1, 1], [(106 / 255 - 0.1307) / 0.3081]],
  ])("%s of the pixel (255, 51, 0) for %j", (name, input, expected) => {
    const tensor = toTensor(Uint8Array.of(255, 51, 0), presets[name].for(input));
    expect(tensor.length).toBe(expected.length);
    for (const [channel, value] of expected.entries()) expect(tensor[channel]).toBeCloseTo(value, 5);
  });

  it.each<[string, InputShape]>([
    ["imagenet", [1, 28, 28]],
    ["mnist", [3, 28, 28]],
    ["raw", [2, 28, 28]],
  ])("%s refuses %j", (name, input) => {
    expect(() => presets[name].for(input)).toThrow(expect.objectContaining({ code: "SHAPE_MISMATCH" }));
  });
});
