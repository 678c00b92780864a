/** Zips of TensorFlow.js models with one thing wrong in each. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { makeZip, type ZipFile } from "../../../packages/service/src/testing/make-zip.js";
import type { HostileCase } from "../testing/hostile-case.js";

const fixture = (name: string) =>
  readFileSync(fileURLToPath(new URL(`../../../packages/network/fixtures/tfjs/sequential/${name}`, import.meta.url)));

interface Layer {
  class_name: string;
  config: Record<string, unknown>;
}
interface Weight {
  name: string;
  shape: unknown[];
  dtype: string;
}
interface ModelJson {
  modelTopology: { model_config: { class_name: string; config: { name: string; layers: Layer[] } } };
  weightsManifest: { paths: string[]; weights: Weight[] }[];
}

/** The files of a sound model, one of them changed. */
function changed(change: (model: ModelJson) => void, weights = fixture("weights.bin")): Buffer {
  const model = JSON.parse(fixture("model.json").toString("utf8")) as ModelJson;
  change(model);
  return zipOf(JSON.stringify(model), weights);
}

function zipOf(model: string, weights = fixture("weights.bin")): Buffer {
  return makeZip([
    { name: "model.json", content: model },
    { name: "weights.bin", content: weights },
  ]);
}

/** The files of a sound model, and another. */
const beside = (file: ZipFile) =>
  makeZip([
    { name: "model.json", content: fixture("model.json") },
    { name: "weights.bin", content: fixture("weights.bin") },
    file,
  ]);
/** A model in a folder, and a file that is in none. */
const within = (folder: string, stray: string) =>
  makeZip([
    { name: `${folder}/model.json`, content: fixture("model.json") },
    { name: stray, content: "x" },
  ]);
const larger: ZipFile = { name: "more.bin", content: "x".repeat(1000), claims: { size: 10 } };

const withPath = (path: string) =>
  changed((model) => {
    model.weightsManifest[0]!.paths = [path];
  });
const withWeight = (change: Partial<Weight>) =>
  changed((model) => {
    Object.assign(model.weightsManifest[0]!.weights[0]!, change);
  });
const withLayer = (change: Readonly<Record<string, unknown>>, index = 0) =>
  changed((model) => {
    Object.assign(model.modelTopology.model_config.config.layers[index]!.config, change);
  });
const withNumber = (value: number) => {
  const weights = Buffer.from(fixture("weights.bin"));
  weights.writeFloatLE(value, 40);
  return changed(() => undefined, weights);
};
/** Models within models, as JSON text, since no object of JavaScript is printed when it nests so deeply. */
const nested = (depth: number) => {
  const model = JSON.parse(fixture("model.json").toString("utf8")) as ModelJson;
  const topology = JSON.stringify(model.modelTopology.model_config);
  const open = '{"class_name":"Sequential","config":{"name":"m","layers":[';
  const text = `${open.repeat(depth)}${topology}${"]}}".repeat(depth)}`;
  return zipOf(`{"modelTopology":{"model_config":${text}},"weightsManifest":${JSON.stringify(model.weightsManifest)}}`);
};

const unreadable = (what: string, make: () => Uint8Array, says: RegExp): HostileCase => ({
  ...{ what, make, says },
  code: "MODEL_UNREADABLE",
});
const unsupported = (what: string, make: () => Uint8Array, says: RegExp): HostileCase => ({
  ...{ what, make, says },
  code: "MODEL_UNSUPPORTED",
});

export const tfjsModels: readonly HostileCase[] = [
  unreadable("a model.json that is no JSON", () => zipOf("{ no JSON"), /not valid JSON/),
  unreadable("a model.json that is a number", () => zipOf("1e999"), /no object/),
  unreadable("a model.json of half a million brackets", () => zipOf("[".repeat(2 ** 19)), /not valid JSON/),
  unreadable("a model.json of lists in lists", () => zipOf("[".repeat(4e5) + "]".repeat(4e5)), /JSON|no object/),
  unreadable("an empty model.json", () => zipOf(""), /not valid JSON/),
  unreadable("no topology", () => zipOf("{}"), /modelTopology/),
  unreadable("no weights", () => zipOf('{"modelTopology":{}}'), /weightsManifest/),
  unreadable("a prototype for a topology", () => zipOf('{"__proto__":{"modelTopology":{}}}'), /modelTopology/),
  unsupported("a model of no class", () => zipOf('{"modelTopology":{},"weightsManifest":[]}'), /without a class/),
  unreadable("a zip without a model.json", () => makeZip([{ name: "weights.bin", content: "x" }]), /no model.json/),
  unreadable(
    "a weights file shorter than stated",
    () => changed(() => undefined, fixture("weights.bin").subarray(4)),
    /truncated/,
  ),
  unreadable("an empty weights file", () => changed(() => undefined, Buffer.alloc(0)), /truncated/),
  unreadable("weights above its folder", () => withPath("../../../store.db"), /outside the model's folder/),
  unreadable("weights at an absolute path", () => withPath("/etc/passwd"), /outside the model's folder/),
  unreadable("weights in a file that is not there", () => withPath("nowhere.bin"), /"nowhere.bin" is missing/),
  unreadable("weights in its own folder", () => withPath("."), /missing/),
  unreadable("weights of a negative size", () => withWeight({ shape: [3, 3, -3, 4] }), /impossible shape/),
  unreadable("weights of half a size", () => withWeight({ shape: [3, 3, 1.5, 4] }), /impossible shape/),
  unreadable("weights of an overflowing size", () => withWeight({ shape: [2 ** 40, 2 ** 40] }), /impossible shape/),
  unreadable("weights of 10^18 values", () => withWeight({ shape: [1e9, 1e9] }), /impossible shape|truncated/),
  unreadable("weights of 10,000 axes", () => withWeight({ shape: new Array(10_000).fill(1) }), /impossible shape/),
  unsupported("weights of text", () => withWeight({ dtype: "string" }), /type "string"/),
  unsupported("weights of a type that objects inherit", () => withWeight({ dtype: "constructor" }), /constructor/),
  unreadable("a weight called __proto__", () => withWeight({ name: "__proto__" }), /__proto__/),
  unreadable("two weights of one name", () => withWeight({ name: "conv/bias" }), /two weights named conv\/bias/),
  unreadable("a weight that is NaN", () => withNumber(Number.NaN), /NaN.*finite/),
  unreadable("a weight that is infinite", () => withNumber(Number.NEGATIVE_INFINITY), /Infinity.*finite/),
  unsupported("a convolution of stride 0", () => withLayer({ strides: [0, 0] }), /strides.*at least 1/),
  unsupported("a convolution of stride −1", () => withLayer({ strides: [-1, 1] }), /strides.*at least 1/),
  unsupported("a convolution with a kernel of −3", () => withLayer({ kernel_size: [-3, 3] }), /kernel/),
  unsupported("a convolution with a kernel of 10^9", () => withLayer({ kernel_size: [1e9, 1e9] }), /kernel/),
  unsupported("a convolution of dilation 10^15", () => withLayer({ dilation_rate: [1e15, 1] }), /dilation|pads/),
  unsupported("an unknown activation", () => withLayer({ activation: "constructor" }), /constructor/),
  unsupported("images of 10^12 pixels", () => withLayer({ batch_input_shape: [null, 1e6, 1e6, 3] }), /sizes from 1/),
  unsupported("images of negative size", () => withLayer({ batch_input_shape: [null, 7, 6, -3] }), /shape/),
  unsupported("a normalisation along axis 9", () => withLayer({ axis: 9 }, 1), /axis/),
  unsupported(
    "a layer of a kind that objects inherit",
    () =>
      changed((model) => {
        model.modelTopology.model_config.config.layers[2]!.class_name = "constructor";
      }),
    /constructor/,
  ),
  unreadable(
    "a model without layers",
    () =>
      changed((model) => {
        model.modelTopology.model_config.config.layers = [];
      }),
    /without layers/,
  ),
  unsupported("models nested 100 deep", () => nested(100), /nests models more than 32/),
  unsupported("models nested 10,000 deep", () => nested(10_000), /nests models more than 32/),
  unreadable(
    "10,000 layers of one name",
    () =>
      changed((model) => {
        const { config } = model.modelTopology.model_config;
        config.layers = new Array<Layer>(1e4).fill(config.layers[2]!);
      }),
    /two layers named relu/,
  ),
  unreadable("a file that leaves its folder", () => beside({ name: "../../evil.bin", content: "x" }), /relative paths/),
  unreadable("a file outside of the model's folder", () => within("model", "stray.bin"), /stray.bin outside/),
  unreadable(
    "a symbolic link",
    () => beside({ name: "link.bin", content: "/etc/passwd", claims: { mode: 0o120777 } }),
    /symbolic link/,
  ),
  unreadable("a bomb of zeros", () => beside({ name: "zeros.bin", content: Buffer.alloc(2 ** 26) }), /200 to 1/),
  unreadable("a size that is larger than stated", () => beside(larger), /larger than its directory states/),
];
