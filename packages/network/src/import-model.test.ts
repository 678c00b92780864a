import { mkdir, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { importModel } from "./import-model.js";
import { floats, node } from "./testing/onnx-model.js";
import { inTemporaryFolder, withModel } from "./testing/temporary-folder.js";
import { layer, sequential, withTfjsModel } from "./testing/tfjs-model.js";

const pool = layer("GlobalAveragePooling2D", "pool", { batch_input_shape: [null, 6, 5, 3] });
const onnx = {
  nodes: [node("GlobalAveragePool", ["x"], ["p"]), node("Flatten", ["p"], ["d"]), node("MatMul", ["d", "m"], ["y"])],
  constants: [floats("m", [3, 2])],
};

describe("importModel", () => {
  it("reads a folder with a model.json, and the file itself, under the name of the folder", async () => {
    await withTfjsModel(sequential(pool), {}, async (folder) => {
      const [whole, file] = [await importModel(folder), await importModel(join(folder, "model.json"))];
      expect(whole).toEqual(file);
      expect(folder.endsWith(`/${whole.name}`)).toBe(true);
      expect(whole.network.outputs).toEqual(["pool"]);
    });
  });

  it("reads ONNX files, and either format under any name", async () => {
    await withModel(onnx, async (file) => {
      const model = await importModel(file);
      expect(model).toMatchObject({ name: "model.onnx", outputs: 2 });
      await rename(file, `${file}.bin`);
      expect(await importModel(`${file}.bin`)).toMatchObject({ outputs: 2, hash: model.hash });
    });
    await withTfjsModel(sequential(pool), {}, async (folder) => {
      await rename(join(folder, "model.json"), join(folder, "model"));
      expect(await importModel(join(folder, "model"))).toMatchObject({ name: "model", outputs: 3 });
    });
  });

  it.each([
    ["model.h5", "", "--input_format=keras "],
    ["model.keras", "", "--input_format=keras_keras "],
    ["saved_model.pb", "", "--input_format=tf_saved_model "],
    ["weights", "\u0089HDF\r\n", "--input_format=keras "],
    ["archive", zipOf("metadata.json"), "--input_format=keras_keras "],
  ])("says how to convert %s (%j)", async (name, content, conversion) => {
    await inTemporaryFolder(async (folder) => {
      await writeFile(join(folder, name), content, "latin1");
      await expect(importModel(join(folder, name))).rejects.toMatchObject({
        code: "MODEL_UNSUPPORTED",
        message: expect.stringContaining(`tensorflowjs_converter ${conversion}`),
      });
    });
  });

  it.each([
    ["model.pth", zipOf("model/data.pkl"), "a PyTorch file; export it with: torch.onnx.export("],
    ["checkpoint.onnx", zipOf("archive/data.pkl"), "a PyTorch file"],
    ["legacy.bin", "\u0080\u0002\u008a\nl\u00fc", "a PyTorch file"],
    ["weights.pt", "", "a PyTorch file"],
    ["lfs.onnx", "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n", "git lfs pull"],
    ["lfs.json", "version https://git-lfs.github.com/spec/v1\n", "git lfs pull"],
    ["model.tflite", "", "tf2onnx.convert --tflite "],
    ["model.bin", "\u001c\0\0\0TFL3", "a TensorFlow Lite model"],
    ["model.safetensors", "", "weights without a network"],
    ["model.mlmodel", "", "a Core ML model"],
    ["page.onnx", "<!DOCTYPE html><html>", "an HTML page"],
    ["arrays.bin", zipOf("images.npy"), "a NumPy archive"],
    ["model.zip", zipOf("model.onnx"), "an archive; unpack it"],
  ])("says what %s is (%j) and what to do", async (name, content, part) => {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, name);
      await writeFile(file, content, "latin1");
      const error = await importModel(file).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: "MODEL_UNSUPPORTED", message: expect.stringContaining(part) });
      expect((error as Error).message.startsWith(`${file} is a`)).toBe(true);
      expect((error as Error).message).not.toContain("\n");
    });
  });

  it("says what to give in place of a folder of another format", async () => {
    await inTemporaryFolder(async (folder) => {
      await writeFile(join(folder, "config.json"), "{}");
      await writeFile(join(folder, "model.safetensors"), "");
      await expect(importModel(folder)).rejects.toMatchObject({
        message: expect.stringContaining(`optimum-cli export onnx --model ${folder} `),
      });
      await writeFile(join(folder, "model.onnx"), "");
      await expect(importModel(folder)).rejects.toMatchObject({
        message: expect.stringContaining(`give the model in it: ${join(folder, "model.onnx")}`),
      });
    });
  });

  it("tells a folder with a SavedModel from one with nothing", async () => {
    await inTemporaryFolder(async (folder) => {
      await expect(importModel(folder)).rejects.toMatchObject({ code: "MODEL_UNREADABLE" });
      await writeFile(join(folder, "saved_model.pb"), "");
      await expect(importModel(folder)).rejects.toMatchObject({
        code: "MODEL_UNSUPPORTED",
        message: expect.stringContaining(`--input_format=tf_saved_model ${folder} `),
      });
      await mkdir(join(folder, "model.json"));
      await expect(importModel(folder)).rejects.toMatchObject({ code: "MODEL_UNREADABLE" });
    });
  });

  it("refuses what is not there", async () => {
    await expect(importModel("no/such/model")).rejects.toMatchObject({ code: "MODEL_NOT_FOUND" });
  });
});

/** The start of a ZIP archive whose first file has this name. */
function zipOf(name: string): string {
  const header = Buffer.alloc(30);
  header.write("PK\u0003\u0004", "latin1");
  header.writeUInt16LE(name.length, 26);
  return header.toString("latin1") + name;
}
