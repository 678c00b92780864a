import { randomUUID } from "node:crypto";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DataType, encodeModel, importOnnx, importOnnxGraph, type NodeProto, type TensorProto } from "@gipfel/network";
import { describe, expect } from "vitest";
import type { Engine, RunTensor } from "../engine.js";
import { random, tabulate } from "./arrays.js";
import type { ConformanceContext } from "./conformance-context.js";
import { expectClose } from "./evaluate.js";
import { onnxNode } from "./onnx-node.js";

interface Parts {
  readonly nodes: readonly NodeProto[];
  readonly constants?: readonly TensorProto[];
  readonly input: readonly (number | string)[];
}

/** Writes a model from input `x` to output `y` at opset 10, and has it read. */
async function imported<T>({ nodes, constants = [], input }: Parts, read: (file: string) => Promise<T>): Promise<T> {
  const folder = join(tmpdir(), `gipfel-${randomUUID()}`);
  const dim = input.map((size) => (typeof size === "number" ? { dimValue: size } : { dimParam: size }));
  const type = { tensorType: { elemType: DataType.FLOAT, shape: { dim } } };
  const model = {
    irVersion: 5,
    opsetImport: [{ domain: "", version: 10 }],
    graph: {
      name: "test",
      node: [...nodes],
      initializer: [...constants],
      input: [{ name: "x", type }],
      output: [{ name: "y", type: { tensorType: { elemType: DataType.FLOAT } } }],
    },
  };
  await mkdir(folder);
  try {
    const file = join(folder, "model.onnx");
    await writeFile(file, encodeModel(model));
    return await read(file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function run(engine: Engine, parts: Parts, x: RunTensor): Promise<RunTensor> {
  const network = await imported(parts, (file) => importOnnxGraph(file));
  const compiled = await engine.compile(network);
  const made = await compiled.run({ x });
  await compiled.dispose();
  return made[network.outputs[0]!]!;
}

function counting(shape: readonly number[], start = 0): RunTensor {
  let next = start - 1;
  return tabulate(shape, () => {
    next += 1;
    return next;
  });
}

const constant = (name: string, { shape, data }: RunTensor): TensorProto => ({
  name,
  dims: [...shape],
  dataType: DataType.FLOAT,
  floatData: [...data],
});

/** Where files and engines have gone wrong; numbers of PyTorch where they are given as numbers. */
export function describeImported({ engine, test }: ConformanceContext): void {
  describe("imported models", () => {
    const ceiling = { kernel_shape: [3, 3], strides: [2, 2], pads: [1, 1, 1, 1], ceil_mode: 1 };

    test("average pool in ceil mode counts stated padding only", ["AveragePool", "averagePool"], async () => {
      const parts = {
        nodes: [onnxNode("AveragePool", ["x"], "y", { ...ceiling, count_include_pad: 1 })],
        input: ["N", 1, 6, 5],
      };
      const y = await run(engine(), parts, counting([1, 1, 6, 5]));
      const torch = [
        12 / 9,
        27 / 9,
        24 / 9,
        63 / 9,
        108 / 9,
        81 / 9,
        123 / 9,
        198 / 9,
        141 / 9,
        51 / 6,
        81 / 6,
        57 / 6,
      ];
      expectClose(y, { shape: [1, 1, 4, 3], data: Float32Array.from(torch) }, 1e-6);
    });

    test("average pool in ceil mode counts no padding at all", ["AveragePool", "averagePool"], async () => {
      const parts = { nodes: [onnxNode("AveragePool", ["x"], "y", ceiling)], input: ["N", 1, 6, 5] };
      const y = await run(engine(), parts, counting([1, 1, 6, 5]));
      const torch = [3, 4.5, 6, 10.5, 12, 13.5, 20.5, 22, 23.5, 25.5, 27, 28.5];
      expectClose(y, { shape: [1, 1, 4, 3], data: Float32Array.from(torch) }, 1e-6);
    });

    test("max pool in ceil mode has no window that starts in the padding", ["MaxPool", "maxPool"], async () => {
      const attributes = { kernel_shape: [2, 2], strides: [2, 2], pads: [1, 1, 1, 1], ceil_mode: 1 };
      const parts = { nodes: [onnxNode("MaxPool", ["x"], "y", attributes)], input: ["N", 1, 5, 4] };
      const y = await run(engine(), parts, counting([1, 1, 5, 4], -10));
      expectClose(y, { shape: [1, 1, 3, 3], data: Float32Array.of(-10, -8, -7, -2, 0, 1, 6, 8, 9) }, 0);
    });

    test("zeros of a pad win over negative numbers in the max pool after it", ["Pad", "MaxPool"], async () => {
      const nodes = [
        onnxNode("Pad", ["x"], "p", { pads: [0, 0, 1, 1, 0, 0, 1, 1] }),
        onnxNode("MaxPool", ["p"], "y", { kernel_shape: [2, 2], strides: [2, 2] }),
      ];
      const x = tabulate([2, 1, 4, 4], () => -1);
      const y = await run(engine(), { nodes, input: ["N", 1, 4, 4] }, x);
      const inner = (index: readonly number[]) => (index[2] === 1 && index[3] === 1 ? -1 : 0);
      expectClose(y, tabulate([2, 1, 3, 3], inner), 0);
    });

    test("constants on both sides of a concatenation, for every image", ["Concat", "concat"], async () => {
      const [before, after] = [random([1, 2, 3, 2], 1), random([1, 1, 3, 2], 2)];
      const nodes = [onnxNode("Concat", ["a", "x", "x", "b"], "y", { axis: 1 })];
      const parts = { nodes, constants: [constant("a", before), constant("b", after)], input: [1, 2, 3, 2] };
      const x = random([3, 2, 3, 2], 3);
      const image = (n: number) => [...x.data.subarray(n * 12, (n + 1) * 12)];
      const expected = [0, 1, 2].flatMap((n) => [...before.data, ...image(n), ...image(n), ...after.data]);
      expectClose(await run(engine(), parts, x), { shape: [3, 7, 3, 2], data: Float32Array.from(expected) }, 0);
    });

    test("zero channels before and after along the width", ["Concat", "pad"], async () => {
      const zeros = constant("z", { shape: [1, 2, 3, 1], data: new Float32Array(6) });
      const nodes = [onnxNode("Concat", ["z", "x", "z"], "y", { axis: 3 })];
      const x = random([2, 2, 3, 2], 4);
      const y = await run(engine(), { nodes, constants: [zeros], input: [1, 2, 3, 2] }, x);
      const rows = Array.from({ length: 12 }, (_, row) => [0, ...x.data.subarray(2 * row, 2 * row + 2), 0]);
      expectClose(y, { shape: [2, 2, 3, 4], data: Float32Array.from(rows.flat()) }, 0);
    });

    test("images [N, H, W, C] are fed as [N, C, H, W]", ["Transpose", "transpose"], async () => {
      const nodes = [onnxNode("ReduceMean", ["x"], "y", { axes: [1, 2], keepdims: 0 })];
      const model = await imported({ nodes, input: ["N", "H", "W", 3] }, (file) =>
        importOnnx(file, { spatial: [5, 6] }),
      );
      const compiled = await engine().compile(model.network);
      const x = tabulate([2, 3, 5, 6], ([n, c]) => 10 * n! + c!);
      const made = await compiled.run({ [model.network.inputs[0]!]: x });
      await compiled.dispose();
      expect(model.input).toEqual([3, 5, 6]);
      expectClose(
        made[model.network.outputs[0]!]!,
        tabulate([2, 3], ([n, c]) => 10 * n! + c!),
        1e-6,
      );
    });
  });
}
