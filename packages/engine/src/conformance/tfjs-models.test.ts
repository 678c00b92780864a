import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { importModel, nodeNamed } from "@gipfel/network";
import { afterAll, describe, expect, it } from "vitest";
import type { RunTensor } from "../engine.js";
import { OnnxruntimeEngine } from "../onnxruntime/onnxruntime-engine.js";
import { TfjsEngine } from "../tfjs/tfjs-engine.js";
import { expectClose } from "./evaluate.js";

interface StoredTensor {
  readonly shape: readonly number[];
  readonly data: readonly number[];
}

const folder = fileURLToPath(new URL("../../../network/fixtures/tfjs/", import.meta.url));

const cases = readdirSync(folder).filter((name) => existsSync(`${folder}${name}/reference.json`));

function stored({ shape, data }: StoredTensor): RunTensor {
  return { shape, data: Float32Array.from(data) };
}

/** Layers, operations and spellings of TensorFlow.js files against what TensorFlow.js computes for them. */
describe.each([
  ["onnxruntime", () => new OnnxruntimeEngine({ device: "cpu", threads: 1 })],
  ["tfjs", () => new TfjsEngine({ device: "wasm", threads: 1 })],
] as const)("imported TensorFlow.js models compute on %s what TensorFlow.js computes", (_, create) => {
  const engine = create();
  afterAll(() => engine.dispose());

  it("are there", () => {
    expect(cases.length).toBeGreaterThan(30);
  });

  it.each(cases)("%s", async (name) => {
    const reference = JSON.parse(readFileSync(`${folder}${name}/reference.json`, "utf8")) as {
      readonly input: StoredTensor;
      readonly output: StoredTensor;
    };
    const [x, y] = [stored(reference.input), stored(reference.output)];
    const { network, input, outputs, stripped } = await importModel(`${folder}${name}`);
    expect({ input, outputs, stripped }).toEqual({ input: x.shape.slice(1), outputs: y.shape[1], stripped: null });
    expect(nodeNamed(network, network.outputs[0]!).shape).toEqual(["N", outputs]);
    const compiled = await engine.compile(network);
    const made = await compiled.run({ [network.inputs[0]!]: x });
    await compiled.dispose();
    expectClose(made[network.outputs[0]!]!, y, 1e-5);
  });
});
