import { describe, expect, it } from "vitest";
import type { ImportOptions } from "../../imported-model.js";
import { nodeNamed } from "../../network.js";
import { functional, imageInput, layer, sequential, type Weights, withTfjsModel } from "../../testing/tfjs-model.js";
import { importTfjs } from "../import-tfjs.js";

type Content = Readonly<Record<string, unknown>>;

const load = (content: Content, weights: Weights = {}, options?: ImportOptions) =>
  withTfjsModel(content, weights, (folder) => importTfjs(`${folder}/model.json`, options));

async function refusal(content: Content, weights?: Weights, options?: ImportOptions) {
  const error = await load(content, weights, options).then(
    () => undefined,
    (thrown: unknown) => thrown as { code: string; message: string; details: unknown },
  );
  expect(error?.message).toMatch(/^[^\n]+$/);
  return error!;
}

const conv = (name: string, config: Content = {}, inputs?: readonly string[]) =>
  layer("Conv2D", name, { filters: 3, kernel_size: [3, 3], padding: "same", ...config }, inputs);
const convWeights = (name: string): Weights => ({
  [`${name}/kernel`]: { shape: [3, 3, 3, 3] },
  [`${name}/bias`]: { shape: [3] },
});
const flat = (input: string) => layer("Flatten", "flat", {}, [input]);
const branch = (...layers: Content[]) => functional([imageInput(), ...layers], ["flat"]);

describe("names", () => {
  it("of layers stand for what comes after their activation", async () => {
    const { network } = await load(
      branch(conv("conv", { activation: "relu" }, ["image"]), flat("conv")),
      convWeights("conv"),
    );
    const node = nodeNamed(network, "conv");
    expect(node.operation).toEqual({ type: "scalar", function: { name: "relu" } });
    expect(node.inputs[0]).toMatch(/^%/);
    expect(nodeNamed(network, node.inputs[0]!).operation.type).toBe("convolution");
  });

  it("are kept by what does nothing, and merged away with what is folded into a convolution", async () => {
    const norm = { "norm/moving_mean": { shape: [3] }, "norm/moving_variance": { shape: [3], values: [1, 2, 3] } };
    const { network } = await load(
      branch(
        conv("conv", {}, ["image"]),
        layer("BatchNormalization", "norm", { scale: false, center: false }, ["conv"]),
        layer("Dropout", "drop", { rate: 0.5 }, ["norm"]),
        layer("ReLU", "relu", {}, ["drop"]),
        flat("relu"),
      ),
      { ...convWeights("conv"), ...norm },
    );
    const named = [...network.nodes.values()].filter(({ name }) => !name.startsWith("%"));
    expect(named.map(({ name, operation }) => [name, operation.type])).toEqual([
      ["image", "input"],
      ["norm", "convolution"],
      ["relu", "scalar"],
      ["flat", "reshape"],
    ]);
  });

  it("carry the models around them, and the call of a layer that is used again", async () => {
    const inner = {
      ...sequential(conv("conv", { batch_input_shape: [null, 6, 5, 3] })).modelTopology,
      name: "inner",
      inbound_nodes: [[["image", 0, 0, {}]], [["inner", 0, 0, {}]]],
    };
    const shared = { ...conv("shared"), inbound_nodes: [[["inner", 1, 0, {}]], [["shared", 0, 0, {}]]] };
    const sum = {
      ...layer("Add", "sum"),
      inbound_nodes: [
        [
          ["shared", 0, 0, {}],
          ["shared", 1, 0, {}],
        ],
      ],
    };
    const { network } = await load(branch(inner, shared, sum, flat("sum")), {
      ...convWeights("conv"),
      ...convWeights("shared"),
    });
    const convolutions = [...network.nodes.values()].filter(({ operation }) => operation.type === "convolution");
    expect(convolutions.map(({ name }) => name)).toEqual(["inner/conv", "inner/conv:1", "shared", "shared:1"]);
  });

  it("of logits are those of the layer whose softmax was stripped", async () => {
    const head = layer("Dense", "head", { units: 4, activation: "softmax" }, ["pool"]);
    const pool = layer("GlobalAveragePooling2D", "pool", {}, ["image"]);
    const model = await load(functional([imageInput(), pool, head], ["head"]), {
      "head/kernel": { shape: [3, 4] },
      "head/bias": { shape: [4] },
    });
    expect(model).toMatchObject({ stripped: "softmax", outputs: 4, input: [3, 6, 5] });
    expect(model.network.outputs).toEqual(["head"]);
    expect(model.operations).toEqual({ Dense: 1, GlobalAveragePooling2D: 1 });
  });
});

describe("inputs and outputs", () => {
  const two = functional(
    [imageInput(), layer("Flatten", "flat", {}, ["image"]), layer("GlobalMaxPooling2D", "pool", {}, ["image"])],
    ["image", "pool", "flat"],
  );

  it("takes the output that is named, else the first with one number per class", async () => {
    expect((await load(two)).outputs).toBe(3);
    expect((await load(two, {}, { target: "flat" })).outputs).toBe(90);
    const error = await refusal(two, {}, { target: "nothing" });
    expect(error).toMatchObject({ code: "TARGET_UNKNOWN" });
    expect(error.message).toMatch(/has no output nothing; its outputs are image, pool, flat$/);
    const map = await load(two, {}, { target: "image" });
    expect(map).toMatchObject({ outputs: 3, positions: { sizes: [6, 5], chosen: "mean" } });
  });

  it("takes sizes from the caller where height and width are open", async () => {
    const pool = layer("GlobalAveragePooling2D", "pool", { batch_input_shape: [null, null, null, 3] });
    expect((await load(sequential(pool))).input).toEqual([3, 224, 224]);
    expect((await load(sequential(pool), {}, { spatial: [40, 30] })).input).toEqual([3, 40, 30]);
  });

  it("takes images with channels first as they are", async () => {
    const pool = layer("GlobalAveragePooling2D", "pool", { data_format: "channels_first" }, ["image"]);
    const model = await load(functional([imageInput([null, 1, 28, 28]), pool], ["pool"]));
    expect(model).toMatchObject({ input: [1, 28, 28], outputs: 1 });
  });

  it("refuses more than one input, and what is no image", async () => {
    const inputs = [imageInput(), imageInput([null, 6, 5, 3], "other")];
    const sum = layer("Add", "flat", {}, ["image", "other"]);
    const several = await refusal(functional([...inputs, sum], ["flat"], ["image", "other"]));
    expect(several.message).toMatch(/has 2 inputs \(image, other\); one image input is supported/);
    const vector = await refusal(sequential(layer("Dense", "dense", { batch_input_shape: [null, 7] })));
    expect(vector.message).toMatch(/input dense_input has shape \[\?, 7\]; an image input \[N, H, W, C\]/);
    expect((await refusal(sequential(layer("Flatten", "flat")))).message).toMatch(/input flat_input has no shape/);
  });
});

describe("what cannot be imported", () => {
  it("is named, all of it at once", async () => {
    const error = await refusal(
      branch(
        layer("LSTM", "a", {}, ["image"]),
        layer("Lambda", "b", {}, ["a"]),
        layer("LSTM", "c", {}, ["b"]),
        flat("c"),
      ),
    );
    expect(error.code).toBe("MODEL_UNSUPPORTED");
    expect(error.message).toMatch(/unsupported layers: LSTM, Lambda \(first at layer a\); supported: Activation, /);
    expect(error.details).toEqual({ operations: ["LSTM", "Lambda"] });
  });

  it.each<[string, Content, RegExp]>([
    [
      "an activation",
      conv("l", { activation: "maxout" }, ["image"]),
      /its activation "maxout" is not supported; supported: linear, /,
    ],
    [
      "a padding",
      conv("l", { padding: "causal" }, ["image"]),
      /padding "causal" is not supported, only same and valid/,
    ],
    [
      "a stride",
      conv("l", { strides: [0, 1] }, ["image"]),
      /its option strides is \[0,1\], expected one or two integers/,
    ],
    ["a size", conv("l", { dilation_rate: "big" }, ["image"]), /its option dilation_rate is "big", expected integers/],
    ["an axis", layer("Concatenate", "l", { axis: 0 }, ["image", "image"]), /it joins the images of the batch/],
    [
      "a rank",
      layer("Reshape", "l", { target_shape: [7] }, ["image"]),
      /\[N, 6, 5, 3\] cannot be reshaped to \[N, 7\]/,
    ],
    [
      "an interpolation",
      layer("UpSampling2D", "l", { interpolation: "bicubic" }, ["image"]),
      /interpolation "bicubic"/,
    ],
    ["an order", layer("Permute", "l", { dims: [1, 1, 2] }, ["image"]), /its option dims is \[1,1,2\]/],
    [
      "a border",
      layer(
        "Cropping2D",
        "l",
        {
          cropping: [
            [4, 4],
            [0, 0],
          ],
        },
        ["image"],
      ),
      /it leaves nothing of its input/,
    ],
    [
      "a negative border",
      layer(
        "ZeroPadding2D",
        "l",
        {
          padding: [
            [-1, 0],
            [0, 0],
          ],
        },
        ["image"],
      ),
      /integers of at least 0/,
    ],
    ["a number of inputs", layer("Subtract", "l", {}, ["image", "image", "image"]), /it has 3 inputs, expected two/],
    ["a scale", layer("Rescaling", "l", { scale: "NaN" }, ["image"]), /its option scale is "NaN", expected numbers/],
  ])("is %s, with its layer and class", async (_, bad, message) => {
    const error = await refusal(branch(bad, flat("l")), convWeights("l"));
    expect(error.code).toBe("MODEL_UNSUPPORTED");
    expect(error.message).toMatch(new RegExp(`^layer l \\(${String(bad.class_name)}\\): `));
    expect(error.message).toMatch(message);
  });

  it("is a layer without its weights, or with weights for other inputs", async () => {
    const model = branch(conv("conv", {}, ["image"]), flat("conv"));
    expect((await refusal(model)).message).toMatch(
      /layer conv \(Conv2D\): the weights of the file hold no conv\/kernel/,
    );
    const narrow = { "conv/kernel": { shape: [3, 3, 2, 3] }, "conv/bias": { shape: [3] } };
    expect((await refusal(model, narrow)).message).toMatch(
      /layer conv \(Conv2D\): its input has 3 channels, its kernel \[3, 3, 2, 3\]/,
    );
  });

  it("is a model that depends on itself, refers to nothing or has no layers", async () => {
    const circle = branch(layer("Add", "a", {}, ["image", "b"]), layer("ReLU", "b", {}, ["a"]), flat("b"));
    expect((await refusal(circle)).message).toMatch(/layer . depends on itself/);
    expect((await refusal(branch(layer("ReLU", "a", {}, ["nothing"]), flat("a")))).message).toMatch(
      /it refers to call 0 of layer nothing, which there is not/,
    );
    expect((await refusal(sequential())).message).toMatch(/has a model without layers/);
    expect((await refusal({ modelTopology: { class_name: "Ensemble" } })).message).toMatch(
      /is a Ensemble; supported: Seq/,
    );
    expect((await refusal(branch(flat("image"), flat("image")))).message).toMatch(/has two layers named flat/);
  });

  it("is a model in a model in a model without end", async () => {
    let topology: Content = sequential(layer("Flatten", "flat", { batch_input_shape: [null, 2, 2, 1] })).modelTopology;
    for (let level = 0; level < 50; level += 1)
      topology = { class_name: "Sequential", name: "m", config: { name: "m", layers: [topology] } };
    expect((await refusal({ modelTopology: topology })).message).toMatch(/nests models more than 32 levels deep/);
  });

  it("is a model that calls another twice at every level", async () => {
    const twice = (inner: Content): Content => ({
      class_name: "Sequential",
      name: "m",
      config: {
        name: "m",
        layers: [
          { ...inner, name: "a" },
          { ...inner, name: "b" },
        ],
      },
    });
    let topology: Content = sequential(layer("ReLU", "relu", { batch_input_shape: [null, 2, 2, 1] })).modelTopology;
    for (let level = 0; level < 16; level += 1) topology = twice(topology);
    expect((await refusal({ modelTopology: topology })).message).toMatch(/calls its layers more than 100000 times/);
  });
});
