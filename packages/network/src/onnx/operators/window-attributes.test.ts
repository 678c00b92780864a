import { describe, expect, it } from "vitest";
import type { Operation, Window } from "../../operation.js";
import { windowOutput } from "../../shapes/window.js";
import { node } from "../../testing/onnx-model.js";
import { withModel } from "../../testing/temporary-folder.js";
import { importOnnxGraph } from "../import-model.js";

type Attributes = Readonly<Record<string, number | readonly number[] | string>>;

/** The operations that one pooling node over `[N, 1, height, width]` becomes. */
async function imported(opType: string, size: readonly [number, number], attributes: Attributes): Promise<Operation[]> {
  const parts = { nodes: [node(opType, ["x"], ["y"], attributes)], input: ["N", 1, ...size] };
  const network = await withModel(parts, (file) => importOnnxGraph(file));
  return [...network.nodes.values()].map(({ operation }) => operation).slice(1);
}

async function windowOf(size: readonly [number, number], attributes: Attributes): Promise<Window> {
  const [pool] = await imported("MaxPool", size, attributes);
  if (pool?.type !== "maxPool") throw new TypeError("expected a max pool");
  return pool;
}

describe("auto_pad", () => {
  it("SAME gives ⌈size / stride⌉ outputs, with the odd row at the end or at the start", async () => {
    for (const size of [
      [5, 8],
      [6, 7],
      [9, 3],
    ] as const) {
      for (const [kernel, stride] of [
        [3, 1],
        [3, 2],
        [2, 2],
        [4, 3],
        [1, 2],
      ] as const) {
        const attributes = { kernel_shape: [kernel, kernel], strides: [stride, stride] };
        const upper = await windowOf(size, { ...attributes, auto_pad: "SAME_UPPER" });
        const lower = await windowOf(size, { ...attributes, auto_pad: "SAME_LOWER" });
        const expected = size.map((n) => Math.ceil(n / stride));
        expect(windowOutput(size, upper.kernel, upper)).toEqual(expected);
        const [top, left, bottom, right] = upper.pads;
        expect(lower.pads).toEqual([bottom, right, top, left]);
        for (const [before, after] of [
          [top, bottom],
          [left, right],
        ] as const) {
          expect(after - before === 0 || after - before === 1).toBe(true);
        }
      }
    }
  });

  it("VALID pads nothing", async () => {
    expect((await windowOf([5, 5], { kernel_shape: [3, 3], auto_pad: "VALID" })).pads).toEqual([0, 0, 0, 0]);
  });
});

describe("ceil_mode", () => {
  it("adds a window for what is left over, by padding at the end", async () => {
    const window = await windowOf([6, 7], { kernel_shape: [3, 3], strides: [2, 2], ceil_mode: 1 });
    expect(window.pads).toEqual([0, 0, 1, 0]);
    expect(windowOutput([6, 7], window.kernel, window)).toEqual([3, 3]);
  });

  it("adds no window that would start in the padding", async () => {
    const window = await windowOf([5, 4], { kernel_shape: [2, 2], strides: [2, 2], pads: [1, 1, 1, 1], ceil_mode: 1 });
    expect(windowOutput([5, 4], window.kernel, window)).toEqual([3, 3]);
    const apart = await windowOf([6, 7], { kernel_shape: [1, 2], strides: [3, 3], ceil_mode: 1 });
    expect(windowOutput([6, 7], apart.kernel, apart)).toEqual([2, 3]);
  });
});

describe("average pools", () => {
  it("count stated padding and not what ceil mode adds", async () => {
    const attributes = {
      kernel_shape: [3, 3],
      strides: [2, 2],
      pads: [1, 1, 1, 1],
      count_include_pad: 1,
      ceil_mode: 1,
    };
    const [pad, pool] = await imported("AveragePool", [6, 5], attributes);
    expect(pad).toMatchObject({ type: "pad", before: [0, 0, 1, 1], after: [0, 0, 1, 1], value: 0 });
    expect(pool).toMatchObject({ type: "averagePool", pads: [0, 0, 1, 0], countPadding: false });
  });

  it("with dilations are refused", async () => {
    const parts = {
      nodes: [node("AveragePool", ["x"], ["y"], { kernel_shape: [2, 2], dilations: [2, 2] })],
      opset: 19,
    };
    await expect(withModel(parts, (file) => importOnnxGraph(file))).rejects.toMatchObject({
      code: "MODEL_UNSUPPORTED",
      message: expect.stringMatching(/AveragePool \(node AveragePool-y\): dilations are not supported/),
    });
  });
});

describe("a zero pad before a max pool", () => {
  it("stays a pad of zeros", async () => {
    const nodes = [
      node("Pad", ["x"], ["p"], { pads: [0, 0, 1, 1, 0, 0, 1, 1], mode: "constant" }),
      node("MaxPool", ["p"], ["y"], { kernel_shape: [3, 3], strides: [2, 2] }),
    ];
    const parts = { nodes, input: ["N", 1, 5, 5], opset: 10 };
    const network = await withModel(parts, (file) => importOnnxGraph(file));
    expect([...network.nodes.values()].map(({ operation }) => operation.type)).toEqual(["input", "pad", "maxPool"]);
    expect(network.nodes.get("y")!.operation).toMatchObject({ pads: [0, 0, 0, 0] });
  });
});
