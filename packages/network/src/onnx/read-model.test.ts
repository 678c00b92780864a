import { createHash } from "node:crypto";
import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { floats, modelOf, node } from "../testing/onnx-model.js";
import { inTemporaryFolder } from "../testing/temporary-folder.js";
import { DataType, encodeModel, type TensorProto } from "./format.js";
import { readModel } from "./read-model.js";

const convolution = node("Conv", ["x", "w"], ["y"]);
const kernel = floats("w", [2, 3, 1, 1]);
const plain = encodeModel(modelOf({ nodes: [convolution], constants: [kernel] }));

/** The kernel in a file of its own. */
function external(location: string, entries: Readonly<Record<string, number>> = {}): Uint8Array {
  const proto: TensorProto = {
    name: "w",
    dims: [2, 3, 1, 1],
    dataType: DataType.FLOAT,
    dataLocation: 1,
    externalData: [
      { key: "location", value: location },
      ...Object.entries(entries).map(([key, value]) => ({ key, value: String(value) })),
    ],
  };
  return encodeModel(modelOf({ nodes: [convolution], constants: [proto] }));
}

const weights = new Uint8Array(Float32Array.of(1, 2, 3, 4, 5, 6).buffer);

/** What reading the bytes fails with; the message is one line. */
async function failure(bytes: Uint8Array, arrange: (folder: string) => Promise<unknown> = async () => {}) {
  return inTemporaryFolder(async (folder) => {
    const inner = join(folder, "inner");
    await mkdir(inner);
    await arrange(folder);
    const file = join(inner, "model.onnx");
    await writeFile(file, bytes);
    const error = await readModel(file).then(
      () => undefined,
      (thrown: unknown) => thrown as { code: string; message: string },
    );
    expect(error?.message).toMatch(/^[^\n]+$/);
    return error!;
  });
}

describe("readModel", () => {
  it("hashes the file", async () => {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, "model.onnx");
      await writeFile(file, plain);
      const { hash, model } = await readModel(file);
      expect(hash).toBe(createHash("sha256").update(plain).digest("hex"));
      expect(model.graph!.node![0]!.opType).toBe("Conv");
    });
  });

  it("names what is missing or no file", async () => {
    await inTemporaryFolder(async (folder) => {
      await expect(readModel(join(folder, "none.onnx"))).rejects.toMatchObject({
        code: "MODEL_NOT_FOUND",
        message: expect.stringMatching(/none\.onnx does not exist/),
      });
      await expect(readModel(folder)).rejects.toMatchObject({
        code: "MODEL_UNREADABLE",
        message: expect.stringMatching(/is not a file/),
      });
    });
  });

  it.each([
    ["nothing", new Uint8Array(0)],
    ["text", Buffer.from("this is not a model, it is a sentence")],
    ["zeros", new Uint8Array(64)],
    ["a PNG", Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 13)],
    ["a model without a graph", encodeModel({ irVersion: 8, opsetImport: [{ version: 13 }] })],
    ["a graph without nodes", encodeModel({ opsetImport: [{ version: 13 }], graph: { name: "g" } })],
  ])("refuses %s", async (_, bytes) => {
    const error = await failure(bytes);
    expect(error.code).toBe("MODEL_UNREADABLE");
    expect(error.message).toMatch(/ONNX file/);
  });

  it("refuses a file cut off anywhere", async () => {
    for (let length = 0; length < plain.length; length += 7) {
      expect((await failure(plain.subarray(0, length))).code).toBe("MODEL_UNREADABLE");
    }
  });

  it("refuses weights whose shape is not theirs", async () => {
    const huge = { ...kernel, dims: [2 ** 31, 2 ** 31, 1, 1] };
    const error = await failure(encodeModel(modelOf({ nodes: [convolution], constants: [huge] })));
    expect(error.message).toMatch(/tensor w has the impossible shape/);
    const short = { ...kernel, dims: [2, 4, 1, 1] };
    const mismatch = await failure(encodeModel(modelOf({ nodes: [convolution], constants: [short] })));
    expect(mismatch.message).toMatch(/tensor w of shape \[2,4,1,1\] has 6 values/);
  });
});

describe("external weights", () => {
  it("are read, from an offset too, and count for the hash", async () => {
    await inTemporaryFolder(async (folder) => {
      const file = join(folder, "model.onnx");
      const read = async (padding: number, content: Uint8Array) => {
        await writeFile(file, external("weights.bin", { offset: padding, length: 24 }));
        await writeFile(join(folder, "weights.bin"), Buffer.concat([new Uint8Array(padding), content]));
        return readModel(file);
      };
      const [at0, at8] = [await read(0, weights), await read(8, weights)];
      for (const { model } of [at0, at8]) {
        expect(Buffer.from(model.graph!.initializer![0]!.rawData!)).toEqual(Buffer.from(weights));
      }
      const changed = await read(
        0,
        weights.map((byte) => byte ^ 1),
      );
      expect(changed.hash).not.toBe(at0.hash);
    });
  });

  it("that are missing are named", async () => {
    const error = await failure(external("weights.bin"));
    expect(error).toMatchObject({ code: "MODEL_UNREADABLE" });
    expect(error.message).toMatch(/its weights file "weights.bin" is missing/);
  });

  it("must lie in the model's folder, by whatever way", async () => {
    const arrange = async (folder: string) => {
      await writeFile(join(folder, "secret.bin"), weights);
      await symlink(join(folder, "secret.bin"), join(folder, "inner", "link.bin"));
      await mkdir(join(folder, "inner-twin"));
      await writeFile(join(folder, "inner-twin", "weights.bin"), weights);
    };
    for (const location of ["../secret.bin", "link.bin", "./../secret.bin", "../inner-twin/weights.bin"]) {
      const error = await failure(external(location), arrange);
      expect(error).toMatchObject({ code: "MODEL_UNREADABLE" });
      expect(error.message).toMatch(/lies outside the model's folder/);
    }
  });

  it.each(["../secret.bin", "inner/../../secret.bin", "/etc/hostname", "/etc", "../inner-twin"])(
    "elsewhere, as %s, do not tell whether there is such a file",
    async (location) => {
      const arrange = async (folder: string) => {
        await writeFile(join(folder, "secret.bin"), weights);
        await mkdir(join(folder, "inner-twin"));
      };
      const messageAt = async (path: string) =>
        (await failure(external(path), arrange)).message.replace(path, "").replace(/^.*?model\.onnx/, "");
      expect(await messageAt(location)).toBe(await messageAt(`${location}-that-is-not-there`));
    },
  );

  it.each([
    ["too short", external("weights.bin", { length: 28 })],
    ["offset past the end", external("weights.bin", { offset: 100 })],
    ["a negative offset", external("weights.bin", { offset: -4 })],
  ])("with %s are refused", async (_, bytes) => {
    const arrange = (folder: string) => writeFile(join(folder, "inner", "weights.bin"), weights);
    expect((await failure(bytes, arrange)).message).toMatch(/is truncated/);
  });

  it("that are a folder, or nameless, are missing", async () => {
    const arrange = (folder: string) => mkdir(join(folder, "inner", "weights.bin"));
    expect((await failure(external("weights.bin"), arrange)).message).toMatch(/is missing/);
    expect((await failure(external(""), arrange)).message).toMatch(/is missing/);
  });

  it("of another size than the tensor are refused", async () => {
    const arrange = (folder: string) => writeFile(join(folder, "inner", "weights.bin"), weights.subarray(0, 20));
    expect((await failure(external("weights.bin"), arrange)).message).toMatch(/has 5 values/);
  });
});
