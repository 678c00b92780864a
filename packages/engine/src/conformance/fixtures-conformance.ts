import { importOnnxGraph, nodeNamed } from "@gipfel/network";
import { describe, expect } from "vitest";
import type { ConformanceContext } from "./conformance-context.js";
import { expectClose } from "./evaluate.js";
import { fixtureCases } from "./fixtures.js";

/** Files that the importer turns down by design, with what its message must say. */
const refused: Readonly<Record<string, RegExp>> = {
  "clip-opset-6": /opset 6; opset 7 or newer/,
  "clip-opset-6-no-max": /opset 6; opset 7 or newer/,
  "pad-opset-2": /opset 2; opset 7 or newer/,
  "pad-opset-2-value": /opset 2; opset 7 or newer/,
  "reshape-zero-minus-one": /opset 5; opset 7 or newer/,
};

/** Every operation of the importer against PyTorch. */
export function describeFixtures({ engine, test }: ConformanceContext): void {
  describe("imported operations compute what PyTorch computes", () => {
    for (const { name, operation, tolerance, model, x, y } of fixtureCases()) {
      const refusal = refused[name];
      if (refusal) {
        test(`${name} (refused)`, [name, operation], async () => {
          await expect(importOnnxGraph(model)).rejects.toMatchObject({ code: "MODEL_UNSUPPORTED", message: refusal });
        });
        continue;
      }
      test(name, [name, operation], async () => {
        const network = await importOnnxGraph(model);
        expect(network.outputs).toHaveLength(1);
        expect(nodeNamed(network, network.outputs[0]!).shape).toEqual(["N", ...y.shape.slice(1)]);
        const compiled = await engine().compile(network);
        const outputs = await compiled.run({ [network.inputs[0]!]: x });
        await compiled.dispose();
        expectClose(outputs[network.outputs[0]!]!, y, tolerance);
      });
    }
  });
}
