import { describe, expect, it } from "vitest";
import type { ImportOptions } from "../../imported-model.js";
import { nodeNamed } from "../../network.js";
import { graph, graphNode, placeholder, text, type Weights, window, withTfjsModel } from "../../testing/tfjs-model.js";
import { importTfjs } from "../import-tfjs.js";

type Content = Readonly<Record<string, unknown>>;

const load = (content: Content, weights: Weights = {}, options?: ImportOptions) =>
  withTfjsModel(content, weights, (folder) => importTfjs(`${folder}/model.json`, options));

async function refusal(content: Content, weights?: Weights) {
  const error = await load(content, weights).then(
    () => undefined,
    (thrown: unknown) => thrown as { code: string; message: string; details: unknown },
  );
  expect(error?.message).toMatch(/^[^\n]+$/);
  return error!;
}

const axes = graphNode("Const", "axes");
const kernel = graphNode("Const", "kernel");
const weights: Weights = {
  axes: { shape: [2], values: [1, 2], dtype: "int32" },
  kernel: { shape: [3, 3, 3, 4] },
};
const conv = graphNode("Conv2D", "conv", ["image", "kernel:0"], window);
const relu = graphNode("Relu", "relu", ["conv"]);
const mean = graphNode("Mean", "mean", ["relu", "axes"]);
const image = placeholder(-1, 6, 5, 3);
const network = [image, kernel, axes, conv, relu, mean];

describe("graph models", () => {
  it("keep the names of nodes and count their operations", async () => {
    const model = await load(graph(...network, graphNode("Softmax", "scores", ["mean", "^relu"])), weights);
    expect(model).toMatchObject({ input: [3, 6, 5], outputs: 4, stripped: "softmax" });
    expect(model.operations).toEqual({ Conv2D: 1, Mean: 1, Relu: 1, Softmax: 1 });
    expect([...model.network.nodes.keys()]).toEqual(["image", "conv", "relu", "mean"]);
    expect(nodeNamed(model.network, "conv").shape).toEqual(["N", 4, 6, 5]);
  });

  it("may list nodes in any order", async () => {
    const model = await load(graph(...network.toReversed()), weights);
    expect(model.network.outputs).toEqual(["mean"]);
  });

  it("free a fixed batch", async () => {
    const shape = graphNode("Const", "shape");
    const flat = graphNode("Reshape", "flat", ["relu", "shape"]);
    for (const [batch, target] of [
      [1, [1, -1]],
      [4, [4, 120]],
      [-1, [-1, 120]],
    ] as const) {
      const model = await load(graph(placeholder(batch, 6, 5, 3), kernel, conv, relu, shape, flat), {
        ...weights,
        shape: { shape: [2], values: target, dtype: "int32" },
      });
      expect(nodeNamed(model.network, "flat").shape).toEqual(["N", 120]);
    }
  });

  it("take outputs by the names of nodes and of the signature", async () => {
    const other = graphNode("Max", "other", ["image", "axes"]);
    const outputs = { probabilities: { name: "mean:0" }, extra: { name: "other" } };
    const content = { ...graph(...network, other), signature: { outputs } };
    expect((await load(content, weights)).outputs).toBe(4);
    expect((await load(content, weights, { target: "other" })).outputs).toBe(3);
    expect((await load(content, weights, { target: "extra" })).outputs).toBe(3);
    await expect(load(content, weights, { target: "none" })).rejects.toMatchObject({
      code: "TARGET_UNKNOWN",
      message: expect.stringMatching(/has no output none; its outputs are mean, other$/),
    });
  });

  it("take the shape of an input from the signature where its node has none", async () => {
    const bare = graphNode("Placeholder", "image", [], { shape: { shape: { unknownRank: true } } });
    const tensorShape = { dim: ["-1", "6", "5", "3"].map((size) => ({ size })) };
    const signature = { inputs: { x: { name: "image:0", tensorShape } }, outputs: {} };
    const content = { ...graph(bare, ...network.slice(1)), signature };
    expect((await load(content, weights)).input).toEqual([3, 6, 5]);
  });
});

describe("what cannot be imported", () => {
  it("is named, all of it at once", async () => {
    const error = await refusal(
      graph(
        image,
        graphNode("TopKV2", "top", ["image"]),
        graphNode("Where", "where", ["top"]),
        graphNode("TopKV2", "y", ["where"]),
      ),
    );
    expect(error.code).toBe("MODEL_UNSUPPORTED");
    expect(error.message).toMatch(/unsupported operations: TopKV2, Where \(first at node top\); supported: Abs, Add, /);
    expect(error.details).toEqual({ operations: ["TopKV2", "Where"] });
  });

  it("does not matter where no output needs it", async () => {
    const stray = graphNode("TopKV2", "top", ["image"]);
    const content = { ...graph(...network, stray), signature: { outputs: { y: { name: "mean" } } } };
    expect((await load(content, weights)).outputs).toBe(4);
  });

  it.each<[Content, RegExp]>([
    [graphNode("MirrorPad", "y", ["image", "axes"]), /mirrored values is not supported, only with a constant/],
    [graphNode("Mean", "y", ["image", "image"]), /its input 1 must be a constant/],
    [graphNode("Conv2D", "y", ["image"], window), /it lacks its input 1/],
    [graphNode("Conv2D", "y", ["image", "kernel"], { ...window, data_format: text("NCDHW") }), /data_format "NCDHW"/],
    [
      graphNode("Conv2D", "y", ["image", "kernel"], { strides: { list: { i: ["1", "NaN"] } } }),
      /attribute strides is "NaN"/,
    ],
    [
      graphNode("Conv2D", "y", ["image", "kernel"], { strides: { list: { i: [1, 0, 1, 1] } } }),
      /four numbers of at least 1/,
    ],
    [
      graphNode("_FusedConv2D", "y", ["image", "kernel"], { ...window, fused_ops: { list: { s: ["R2F0ZQ=="] } } }),
      /operation "Gate" is not/,
    ],
    [graphNode("Transpose", "y", ["image", "axes"]), /\[1,2\] is no order of its axes/],
    [graphNode("Reshape", "y", ["image", "axes"]), /\[N, 6, 5, 3\] cannot be reshaped to \[1, 2\]/],
    [graphNode("MatMul", "y", ["image", "image"]), /its input 1 must be a constant/],
    [graphNode("Pack", "y", ["image", "image"]), /its inputs must be constants/],
    [graphNode("Squeeze", "y", ["image"], { squeeze_dims: { list: { i: ["1"] } } }), /axis 1 has 6 elements, not 1/],
    [graphNode("ConcatV2", "y", ["image", "image", "zero"]), /it joins the images of the batch/],
  ])("is named with its node: %#", async (bad, message) => {
    const zero = graphNode("Const", "zero");
    const error = await refusal(graph(image, kernel, axes, zero, bad), {
      ...weights,
      zero: { shape: [], values: [0], dtype: "int32" },
    });
    expect(error.code).toBe("MODEL_UNSUPPORTED");
    expect(error.message).toMatch(new RegExp(`^operation ${String(bad.op)} \\(node y\\): `));
    expect(error.message).toMatch(message);
  });

  it("is a graph that does not hold together", async () => {
    const circle = [
      graphNode("AddV2", "a", ["image", "b"]),
      graphNode("Relu", "b", ["a"]),
      graphNode("Relu", "c", ["b"]),
    ];
    expect((await refusal(graph(image, ...circle))).message).toMatch(/node . depends on itself/);
    expect((await refusal(graph(image, graphNode("Relu", "y", ["nowhere"])))).message).toMatch(
      /refers to node nowhere/,
    );
    expect((await refusal(graph(...network), { axes: weights.axes! })).message).toMatch(
      /no values of the constant kernel/,
    );
    expect((await refusal(graph(image))).message).toMatch(/has no outputs/);
    expect((await refusal(graph(image, image))).message).toMatch(/has two nodes named image/);
    expect((await refusal(graph(axes, graphNode("Neg", "y", ["axes"])), weights)).message).toMatch(
      /has 0 inputs; one image/,
    );
    expect((await refusal(graph(image, { name: "y", op: 7 }))).message).toMatch(/node "y" is malformed/);
  });

  it("is an input that is no image", async () => {
    const error = await refusal(graph(placeholder(-1, 7), graphNode("Relu", "y", ["image"])));
    expect(error.message).toMatch(/input image has shape \[\?, 7\]; an image input/);
  });
});
