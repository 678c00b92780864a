import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { inTemporaryFolder } from "../testing/temporary-folder.js";
import { readTfjsModel } from "./read-model.js";

const topology = { class_name: "Sequential", config: [] };

/** Reads a model.json beside `weights.bin`, in a folder of its own inside another. */
async function read(
  content: unknown,
  bytes: Uint8Array = new Uint8Array(64),
  prepare?: (folder: string) => Promise<void>,
) {
  return inTemporaryFolder(async (outer) => {
    const folder = join(outer, "model");
    await mkdir(folder);
    await writeFile(join(folder, "weights.bin"), bytes);
    await writeFile(join(outer, "outside.bin"), bytes);
    await prepare?.(folder);
    await writeFile(join(folder, "model.json"), typeof content === "string" ? content : JSON.stringify(content));
    return readTfjsModel(join(folder, "model.json"));
  });
}

const manifest = (weights: readonly unknown[], paths: unknown = ["weights.bin"]) => ({
  modelTopology: topology,
  weightsManifest: [{ paths, weights }],
});

async function refusal(...parameters: Parameters<typeof read>) {
  const error = await read(...parameters).then(
    () => undefined,
    (thrown: unknown) => thrown as { code: string; message: string },
  );
  expect(error?.message).toMatch(/^[^\n]+$/);
  return error!;
}

const weight = (dtype: string, shape: readonly unknown[], quantization?: object) => ({
  name: "w",
  dtype,
  shape,
  quantization,
});

describe("weights", () => {
  const bytesOf = (...arrays: ArrayBufferView[]) =>
    Buffer.concat(arrays.map(({ buffer, byteOffset, byteLength }) => new Uint8Array(buffer, byteOffset, byteLength)));

  it("are read one after the other, whatever their width", async () => {
    const bytes = bytesOf(Uint8Array.of(1, 0, 1), Float32Array.of(0.5, -2), Int32Array.of(70000, -3));
    const entries = [
      { name: "a", dtype: "bool", shape: [3] },
      { name: "b", dtype: "float32", shape: [1, 2] },
      { name: "c", dtype: "int32", shape: [2] },
    ];
    const { weights, format } = await read(manifest(entries), bytes);
    expect(format).toBe("layers");
    expect([...weights].map(([name, { shape, data }]) => [name, shape, [...data]])).toEqual([
      ["a", [3], [1, 0, 1]],
      ["b", [1, 2], [0.5, -2]],
      ["c", [2], [70000, -3]],
    ]);
  });

  it.each([
    ["uint8", Uint8Array.of(0, 128, 255), { scale: 0.5, min: -10 }, "float32", [-10, 54, 117.5]],
    ["uint16", Uint16Array.of(0, 1, 65535), { scale: 2, min: 1 }, "float32", [1, 3, 131071]],
    ["uint8", Uint8Array.of(0, 1, 3), { scale: 0.6, min: 2 }, "int32", [2, 3, 4]],
    ["float16", Uint16Array.of(0x3c00, 0xb800, 0x4000), {}, "float32", [1, -0.5, 2]],
  ] as const)("quantised as %s are what they stand for", async (dtype, stored, parameters, original, expected) => {
    const entry = weight(original, [3], { dtype, original_dtype: original, ...parameters });
    const { weights } = await read(manifest([entry]), bytesOf(stored));
    expect([...weights.get("w")!.data]).toEqual(expected);
  });

  it("of a group are cut into files anywhere", async () => {
    const bytes = bytesOf(Float32Array.of(1, 2, 3));
    const { weights } = await read(manifest([weight("float32", [3])], ["a", "b"]), bytes, async (folder) => {
      await writeFile(join(folder, "a"), bytes.subarray(0, 5));
      await writeFile(join(folder, "b"), bytes.subarray(5));
    });
    expect([...weights.get("w")!.data]).toEqual([1, 2, 3]);
  });

  it("change the hash, and so does the model", async () => {
    const model = manifest([weight("float32", [2])]);
    const hashes = [
      await read(model),
      await read(model, new Uint8Array(64).fill(1)),
      await read({ ...model, format: "layers-model" }),
      await read(model),
    ].map(({ hash }) => hash);
    expect(new Set(hashes).size).toBe(3);
    expect(hashes[3]).toBe(hashes[0]);
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe("what cannot be read", () => {
  it.each<[string, unknown, RegExp]>([
    ["broken JSON", '{"modelTopology": ', /is not valid JSON/],
    ["no object", "[]", /is not a TensorFlow.js model: it holds no object/],
    ["another JSON file", { labels: [] }, /is not a TensorFlow.js model: it has no modelTopology/],
    ["a model without weights", { modelTopology: topology }, /has no weightsManifest/],
    ["a manifest that is no list", { modelTopology: topology, weightsManifest: {} }, /weightsManifest is no list/],
    ["a group without paths", manifest([], "weights.bin"), /a group of its weightsManifest lists no paths/],
    ["a missing shard", manifest([], ["group2.bin"]), /weights file "group2.bin" is missing: keep it beside the model/],
    ["a shard outside", manifest([], ["../outside.bin"]), /"..\/outside.bin" lies outside the model's folder/],
    ["a folder as shard", manifest([], ["."]), /weights file "." is missing/],
    ["a truncated shard", manifest([weight("float32", [17])]), /weight w ends at byte 68 of a group of 64/],
    ["a size of NaN", manifest([weight("float32", [Number.NaN, 2])]), /weight "w" has the impossible shape \[null,2\]/],
    ["a negative size", manifest([weight("float32", [-1, -2])]), /impossible shape \[-1,-2\]/],
    ["a fractional size", manifest([weight("float32", [1.5])]), /impossible shape/],
    ["an overflow", manifest([weight("float32", [2 ** 40, 2 ** 40])]), /impossible shape/],
    ["a nameless weight", manifest([{ dtype: "float32", shape: [1] }]), /weight missing has the impossible/],
    ["a name twice", manifest([weight("float32", [1]), weight("float32", [1])]), /has two weights named w/],
    ["texts", manifest([weight("string", [1])]), /weight w is of type "string"; supported: float32, int32/],
    ["a type that is none", manifest([weight("constructor", [1])]), /is of type "constructor"/],
    [
      "a quantisation without scale",
      manifest([weight("float32", [1], { dtype: "uint8" })]),
      /without a scale and a min/,
    ],
  ])("is %s", async (_, content, message) => {
    expect((await refusal(content)).message).toMatch(message);
  });

  it("is a shard that a link leads out to", async () => {
    const prepare = (folder: string) => symlink("../outside.bin", join(folder, "link.bin"));
    expect((await refusal(manifest([], ["link.bin"]), undefined, prepare)).message).toMatch(/lies outside/);
  });

  it("is what is not there, with code MODEL_NOT_FOUND", async () => {
    await expect(readTfjsModel("no/such/model.json")).rejects.toMatchObject({ code: "MODEL_NOT_FOUND" });
  });

  it("is JSON nested a million levels deep", async () => {
    const deep = `{"modelTopology": {"class_name": "Sequential", "config": ${"[".repeat(1e6)}${"]".repeat(1e6)}}}`;
    expect((await refusal(deep)).message).toMatch(/has no weightsManifest/);
  });
});
