import { describe, expect, it } from "vitest";
import type { ImportOptions } from "../imported-model.js";
import { nodeNamed } from "../network.js";
import { floats, integers, type ModelParts, node } from "../testing/onnx-model.js";
import { withModel } from "../testing/temporary-folder.js";
import { DataType } from "./format.js";
import { importOnnx, importOnnxGraph } from "./import-model.js";

const load = (parts: ModelParts, options?: ImportOptions) => withModel(parts, (file) => importOnnx(file, options));

/** A classifier with two classes; its logits are called `logits`. */
const classifier = [
  node("Conv", ["x", "w"], ["a"]),
  node("Relu", ["a"], ["b"]),
  node("GlobalAveragePool", ["b"], ["c"]),
  node("Flatten", ["c"], ["d"]),
  node("Gemm", ["d", "m"], ["logits"]),
];
const constants = [floats("w", [4, 3, 3, 3]), floats("m", [4, 2])];

async function refusal(parts: ModelParts, options?: ImportOptions) {
  const error = await load(parts, options).then(
    () => undefined,
    (thrown: unknown) => thrown as { code: string; message: string },
  );
  expect(error?.message).toMatch(/^[^\n]+$/);
  return error!;
}

describe("importOnnx", () => {
  it("frees the batch and says what goes in and what comes out", async () => {
    for (const batch of ["N", "", 1, 5]) {
      const model = await load({ nodes: classifier, constants, input: [batch, 3, 8, 9], outputs: ["logits"] });
      expect(model).toMatchObject({ name: "model.onnx", input: [3, 8, 9], outputs: 2, stripped: null });
      expect(model.operations).toEqual({ Conv: 1, Flatten: 1, Gemm: 1, GlobalAveragePool: 1, Relu: 1 });
      const { network } = model;
      expect(nodeNamed(network, "a").shape).toEqual(["N", 4, 6, 7]);
      expect(network.outputs.map((name) => nodeNamed(network, name).shape)).toEqual([["N", 2]]);
    }
  });

  it.each([1, 4])("frees a batch of %d in the constant of a reshape", async (batch) => {
    const nodes = [...classifier.slice(0, 3), node("Reshape", ["c", "s"], ["y"])];
    const model = await load({ nodes, constants: [...constants, integers("s", [batch, 4])], input: [batch, 3, 8, 8] });
    expect(nodeNamed(model.network, "y").shape).toEqual(["N", 4]);
  });

  it("takes sizes from the caller where height and width are open", async () => {
    const parts = { nodes: classifier, constants, input: ["N", 3, "H", "W"], outputs: ["logits"] };
    expect((await load(parts)).input).toEqual([3, 224, 224]);
    const model = await load(parts, { spatial: [40, 30] });
    expect(model.input).toEqual([3, 40, 30]);
    expect(nodeNamed(model.network, "b").shape).toEqual(["N", 4, 38, 28]);
  });

  it("turns images [N, H, W, C] into [N, C, H, W]", async () => {
    const nodes = [node("Transpose", ["x"], ["t"], { perm: [0, 3, 1, 2] }), ...classifier.slice(1)];
    const turned = [node("Transpose", ["x"], ["t"], { perm: [0, 3, 1, 2] }), node("Conv", ["t", "w"], ["a"])];
    const model = await load(
      {
        nodes: [...turned, ...nodes.slice(1)],
        constants,
        input: ["N", "H", "W", 3],
        outputs: ["logits"],
      },
      { spatial: [9, 8] },
    );
    expect(model.input).toEqual([3, 9, 8]);
    expect(nodeNamed(model.network, "x").shape).toEqual(["N", 3, 9, 8]);
    expect(nodeNamed(model.network, "a").shape).toEqual(["N", 4, 7, 6]);
  });

  it("folds constants that are inputs too, as old files list them", async () => {
    const input = { x: ["N", 3, 8, 8], w: [4, 3, 3, 3], m: [4, 2], v: [4] };
    const nodes = [
      classifier[0]!,
      node("BatchNormalization", ["a", "v", "v", "v", "v"], ["n"]),
      node("Relu", ["n"], ["b"]),
      ...classifier.slice(2),
    ];
    const v = floats("v", [4], [1, 2, 3, 4]);
    const model = await load({ nodes, constants: [...constants, v], input, outputs: ["logits"] });
    expect(model.operations.BatchNormalization).toBeUndefined();
  });

  it("widens half precision to the values of its float32 twin", async () => {
    const values = [1, -0.5, 0.25, 2, 0.125, -3, 0.75, 1.5];
    const bits = [0x3c00, 0xb800, 0x3400, 0x4000, 0x3000, 0xc200, 0x3a00, 0x3e00];
    const half = { name: "m", dims: [4, 2], dataType: DataType.FLOAT16, int32Data: bits };
    const nodes = [
      ...classifier.slice(0, 4),
      node("Cast", ["d"], ["d16"], { to: DataType.FLOAT16 }),
      node("MatMul", ["d16", "m"], ["y16"]),
      node("Cast", ["y16"], ["y"], { to: DataType.FLOAT }),
    ];
    const twin = [...classifier.slice(0, 4), node("MatMul", ["d", "m"], ["y"])];
    const [narrow, wide] = [
      await load({ nodes, constants: [constants[0]!, half] }),
      await load({ nodes: twin, constants: [constants[0]!, floats("m", [4, 2], values)] }),
    ];
    expect(narrow.network.constants).toEqual(wide.network.constants);
    const operations = ({ network }: typeof wide) => [...network.nodes.values()].map(({ operation }) => operation);
    expect(operations(narrow)).toEqual(operations(wide));
  });
});

describe("the head", () => {
  const withHead = (...head: ReturnType<typeof node>[]): ModelParts => ({
    nodes: [...classifier, ...head],
    constants: [...constants, integers("s", [-1, 2, 1, 1]), integers("back", [0, 2])],
  });
  const flat = node("Reshape", ["p", "back"], ["y"]);
  const raised = node("Reshape", ["logits", "s"], ["r"]);

  it.each<[string, ModelParts, "softmax" | "sigmoid"]>([
    ["softmax", withHead(node("Softmax", ["logits"], ["y"])), "softmax"],
    ["sigmoid", withHead(node("Sigmoid", ["logits"], ["y"])), "sigmoid"],
    ["log softmax", withHead(node("LogSoftmax", ["logits"], ["y"], { axis: 1 })), "softmax"],
    ["log of softmax", withHead(node("Softmax", ["logits"], ["p"]), node("Log", ["p"], ["y"])), "softmax"],
    [
      "softmax before a flatten",
      withHead(raised, node("Softmax", ["r"], ["p"], { axis: 1 }), node("Flatten", ["p"], ["y"])),
      "softmax",
    ],
    ["softmax between reshapes", withHead(raised, node("Softmax", ["r"], ["p"], { axis: 1 }), flat), "softmax"],
    ["softmax of an old opset", { ...withHead(node("Softmax", ["logits"], ["y"])), opset: 11 }, "softmax"],
  ])("is stripped of %s", async (_, parts, stripped) => {
    const model = await load(parts);
    expect(model).toMatchObject({ stripped, outputs: 2 });
    const types = [...model.network.nodes.values()].map(({ operation }) =>
      operation.type === "scalar" ? operation.function.name : operation.type,
    );
    expect(types).not.toContain(stripped);
    expect(types).not.toContain("log");
    expect(model.network.nodes.has("logits")).toBe(true);
  });

  it("keeps what comes before a function that is not the last", async () => {
    const model = await load(withHead(node("Sigmoid", ["logits"], ["p"]), node("Neg", ["p"], ["y"])));
    expect(model.stripped).toBeNull();
  });

  it("is the output that is named, else the first", async () => {
    const parts = { nodes: classifier, constants, outputs: ["logits", "d"] };
    expect((await load(parts)).outputs).toBe(2);
    expect((await load(parts, { target: "d" })).outputs).toBe(4);
    const error = await refusal(parts, { target: "nothing" });
    expect(error.code).toBe("TARGET_UNKNOWN");
    expect(error.message).toMatch(/has no output nothing; its outputs are logits, d/);
  });

  it("with positions is their mean, their maximum or one of them", async () => {
    const map = { nodes: classifier.slice(0, 2), constants, outputs: ["b"] };
    for (const chosen of ["mean", "max", [5, 0]] as const) {
      const model = await load(map, { positions: chosen });
      expect(model).toMatchObject({ outputs: 4, positions: { sizes: [6, 6], chosen } });
    }
    expect((await load(map)).positions?.chosen).toBe("mean");
    await expect(load(map, { positions: [6, 0] })).rejects.toMatchObject({ code: "OPTION_INVALID" });
  });

  it("must depend on the image", async () => {
    const parts = { nodes: [node("Relu", ["m"], ["y"])], constants: [floats("m", [4, 2])] };
    expect((await refusal(parts)).code).toBe("TARGET_UNKNOWN");
  });
});

describe("what cannot be imported", () => {
  it("is named with its node", async () => {
    const nodes = [node("Sin", ["x"], ["s"]), node("Cos", ["s"], ["c"]), node("GlobalAveragePool", ["c"], ["y"])];
    const error = await refusal({ nodes });
    expect(error.code).toBe("MODEL_UNSUPPORTED");
    expect(error.message).toMatch(/unsupported operations: Sin, Cos \(first at node Sin-s\); supported: Abs, Add/);
  });

  it("is named with its domain", async () => {
    const nodes = [{ ...node("Bespoke", ["x"], ["y"]), domain: "com.example" }];
    expect((await refusal({ nodes })).message).toMatch(/com\.example\.Bespoke/);
  });

  it("is an old opset", async () => {
    const error = await refusal({ nodes: classifier, constants, outputs: ["logits"], opset: 6 });
    expect(error.message).toMatch(/uses ONNX opset 6; opset 7 or newer is supported/);
  });

  it("is more than one input", async () => {
    const input = { x: ["N", 3, 8, 8], z: ["N", 3, 8, 8] };
    const nodes = [node("Add", ["x", "z"], ["s"]), node("GlobalAveragePool", ["s"], ["y"])];
    expect((await refusal({ nodes, input })).message).toMatch(/has 2 inputs \(x, z\); one image input is supported/);
  });

  it("is an input that is no image", async () => {
    const error = await refusal({
      nodes: [node("MatMul", ["x", "m"], ["y"])],
      constants: [floats("m", [4, 2])],
      input: ["N", 4],
    });
    expect(error.message).toMatch(/input x has shape \[N, 4\]; an image input \[N, C, H, W\]/);
  });

  it("is a graph that does not fit together", async () => {
    const error = await refusal({
      nodes: classifier,
      constants: [floats("w", [4, 5, 3, 3]), constants[1]!],
      outputs: ["logits"],
    });
    expect(error.code).toBe("MODEL_UNSUPPORTED");
  });

  it("is an operation that mixes images", async () => {
    const pooled = [node("GlobalAveragePool", ["x"], ["p"])];
    for (const [last, message] of [
      [node("Reshape", ["p", "s"], ["y"]), /output y: .* would mix the images/],
      [node("Transpose", ["p"], ["y"], { perm: [1, 0, 2, 3] }), /output y: .* would mix the images/],
      [node("Flatten", ["p"], ["y"], { axis: 2 }), /would mix the images/],
      [node("Concat", ["p", "p"], ["y"], { axis: 0 }), /joins the images/],
      [node("ReduceMean", ["p"], ["y"], { axes: [0, 1] }), /reduces over the images/],
      [node("Pad", ["p", "pads"], ["y"]), /pads the batch/],
    ] as const) {
      const parts = {
        nodes: [...pooled, last],
        constants: [integers("s", [3, 1]), integers("pads", [1, 0, 0, 0, 0, 0, 0, 0])],
      };
      expect((await refusal(parts)).message).toMatch(message);
    }
  });
});

describe("importOnnxGraph", () => {
  it("keeps every output as it is", async () => {
    const parts = {
      nodes: [...classifier, node("Softmax", ["logits"], ["y"])],
      constants,
      outputs: ["b", "y"],
    };
    const network = await withModel(parts, (file) => importOnnxGraph(file));
    expect(network.outputs).toEqual(["b", "y"]);
    expect(nodeNamed(network, "y").operation.type).toBe("softmax");
    expect(nodeNamed(network, "b").shape).toEqual(["N", 4, 6, 6]);
  });
});
