/** Every network of the repository's fixtures: what it computes here is what onnxruntime computes of the file itself. */
import { readdirSync } from "node:fs";
import { basename, dirname, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { fixedDimension, importOnnxGraph, nodeNamed } from "@gipfel/network";
import { afterAll, describe, expect, it } from "vitest";
import { random } from "../conformance/arrays.js";
import { OnnxruntimeEngine } from "./onnxruntime-engine.js";
import { runOriginal } from "./testing/run-original.js";

/** Of the largest output. */
const tolerance = 1e-4;

const packages = fileURLToPath(new URL("../../../", import.meta.url));
const folders = ["attribution/fixtures", "partworld/model"].map((folder) => `${packages}${folder}`);
const files = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".onnx"))
    .sort()
    .map((name) => `${folder}/${name}`),
);

/** Convolutions of float64, which onnxruntime does not have; PyTorch's values are in the pipeline's tests. */
const onlyHere = new Set(["double", "float64-input"]);

const engine = new OnnxruntimeEngine({ device: "cpu", threads: 1 });
afterAll(() => engine.dispose());

describe("a network of the fixtures", () => {
  it("is found", () => expect(files.length).toBeGreaterThan(150));

  const compared = files.filter((file) => !onlyHere.has(basename(dirname(file))));
  it.each(compared.map((file) => [relative(packages, dirname(file)), file] as const))("%s", async (_, file) => {
    const network = await importOnnxGraph(file);
    const { name, shape } = nodeNamed(network, network.inputs[0]!);
    const images = random([1, ...shape.slice(1).map((_, axis) => fixedDimension(shape, axis + 1))], 5);
    const original = await runOriginal(file, images);
    const compiled = await engine.compile(network);
    const made = await compiled.run({ [name]: images });
    await compiled.dispose();
    const expected = [...original.values()];
    expect(network.outputs.length).toBeGreaterThan(0);
    for (const [i, output] of network.outputs.entries()) {
      const { data } = made[output]!;
      const reference = (original.get(output) ?? expected[i]!).data;
      const largest = reference.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
      const worst = reference.reduce((most, value, n) => Math.max(most, Math.abs(value - data[n]!)), 0);
      expect(data).toHaveLength(reference.length);
      expect(worst / largest).toBeLessThan(tolerance);
    }
  });
});
