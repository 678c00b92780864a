import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { importModel } from "@gipfel/network";
import { describe, it } from "vitest";
import type { Engine, RunTensor } from "../engine.js";
import { OnnxruntimeEngine } from "../onnxruntime/onnxruntime-engine.js";
import { TfjsEngine } from "../tfjs/tfjs-engine.js";
import { random } from "./arrays.js";
import { expectClose } from "./evaluate.js";

/** Networks that exist in both formats; not part of the repository. */
const shared = fileURLToPath(new URL("../../../../../shared/data/models/", import.meta.url));
const isShared = existsSync(shared);

async function logitsOf(engine: Engine, file: string, images: RunTensor): Promise<RunTensor> {
  try {
    const { network } = await importModel(`${shared}${file}`);
    const compiled = await engine.compile(network);
    return (await compiled.run({ [network.inputs[0]!]: images }))[network.outputs[0]!]!;
  } finally {
    await engine.dispose();
  }
}

describe(`one network in two formats${isShared ? "" : " (skipped: the shared models are not here)"}`, () => {
  it.skipIf(!isShared).each([
    ["MobileNet", "mobilenet_v1_0.25_224.onnx", "mobilenet_v1_0.25_224-tfjs", 224],
    ["TinyVGG", "tinyvgg.onnx", "tinyvgg-tfjs", 64],
  ] as const)("%s has the same logits on both engines", async (_, onnx, tfjs, size) => {
    const images = random([3, 3, size, size], 1);
    const onnxruntime = () => new OnnxruntimeEngine({ device: "cpu", threads: 1 });
    const reference = await logitsOf(onnxruntime(), onnx, images);
    expectClose(await logitsOf(onnxruntime(), tfjs, images), reference, 1e-4);
    for (const file of [onnx, tfjs]) {
      expectClose(await logitsOf(new TfjsEngine({ device: "wasm", threads: 1 }), file, images), reference, 1e-4);
    }
  });
});
