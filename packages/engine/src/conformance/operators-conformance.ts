import { randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { importOnnxGraph } from "@gipfel/network";
import { describe } from "vitest";
import { runOriginal } from "../onnxruntime/testing/run-original.js";
import { random } from "./arrays.js";
import type { ConformanceContext } from "./conformance-context.js";
import { expectClose } from "./evaluate.js";
import { operatorCases } from "./operator-cases.js";

/** float32, summed in another order. */
const tolerance = 1e-5;

/** Operators that are lowered to others, for three images, against what onnxruntime itself makes of each. */
export function describeOperators({ engine, test }: ConformanceContext): void {
  describe("imported operators compute what onnxruntime computes of the file", () => {
    for (const { name, operator, input, model } of operatorCases) {
      test(name, [name, operator], async () => {
        const [, ...sizes] = input;
        const images = [1, 2, 3].map((seed) => random([1, ...sizes], seed));
        const file = join(tmpdir(), `gipfel-${randomUUID()}.onnx`);
        await writeFile(file, model);
        try {
          const network = await importOnnxGraph(file);
          const compiled = await engine().compile(network);
          const data = Float32Array.from(images.flatMap((image) => [...image.data]));
          const outputs = await compiled.run({ [network.inputs[0]!]: { shape: [3, ...sizes], data } });
          await compiled.dispose();
          const original = [];
          for (const image of images) original.push((await runOriginal(model, image)).get("y")!);
          const expected = Float32Array.from(original.flatMap((output) => [...output.data]));
          expectClose(
            outputs[network.outputs[0]!]!,
            { shape: [3, ...original[0]!.shape.slice(1)], data: expected },
            tolerance,
          );
        } finally {
          await rm(file, { force: true });
        }
      });
    }
  });
}
