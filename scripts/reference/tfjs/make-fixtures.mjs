/**
 * Fixtures for the TensorFlow.js importer: small models with what TensorFlow.js computes for them on its plain
 * JavaScript backend.
 */
import * as tf from "@tensorflow/tfjs";
import { graphCases } from "./graph-cases.mjs";
import { layersCases } from "./layers-cases.mjs";
import { sizeOf, uniform } from "./random.mjs";
import { saveCase } from "./save.mjs";

const [folder, ...cases] = process.argv.slice(2);
if (folder === undefined) throw new Error("usage: node make-fixtures.mjs FOLDER [CASE ...]");

const batch = 2;

/** Weights of its own for each model: spread around 0, variances above it. */
function fillWeights(model) {
  model.weights.forEach((weight, i) => {
    const variance = weight.originalName.endsWith("moving_variance");
    const fan = weight.shape.length > 1 ? sizeOf(weight.shape.slice(0, -1)) : 4;
    const spread = 2 / Math.sqrt(fan);
    const values = variance
      ? uniform(sizeOf(weight.shape), i + 1, 0.5, 2)
      : uniform(sizeOf(weight.shape), i + 1, -spread, spread);
    weight.write(tf.tensor(values, weight.shape));
  });
}

/** What `save` would write: `model.json` and the bytes of the weights. */
async function savedLayers(model) {
  let artifacts;
  await model.save(
    tf.io.withSaveHandler(async (made) => {
      artifacts = made;
      return { modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } };
    }),
  );
  const { modelTopology, weightSpecs, weightData } = artifacts;
  return {
    model: {
      format: "layers-model",
      generatedBy: `TensorFlow.js tfjs-layers v${tf.version["tfjs-layers"]}`,
      convertedBy: null,
      modelTopology: { model_config: { class_name: modelTopology.class_name, config: modelTopology.config } },
      weightsManifest: [{ paths: ["weights.bin"], weights: weightSpecs }],
    },
    files: { "weights.bin": weightData },
  };
}

/** The values that a manifest and its files give, by TensorFlow.js' own decoder; names without what spellings add. */
function decodedWeights({ model, files }) {
  return Object.assign(
    {},
    ...model.weightsManifest.map(({ paths, weights }) => {
      const bytes = Buffer.concat(paths.map((path) => new Uint8Array(files[path])));
      return tf.io.decodeWeights(new Uint8Array(bytes).buffer, weights);
    }),
  );
}

async function makeLayers({ name, model, shape, rewrite, reference }) {
  fillWeights(model);
  const plain = await savedLayers(model);
  const saved = rewrite ? rewrite(plain) : plain;
  const stored = Object.entries(decodedWeights(saved));
  for (const weight of model.weights) {
    const [, value] = stored.find(([key]) => key.replace(/:0$/, "").endsWith(weight.originalName));
    weight.write(value);
  }
  const x = tf.tensor(uniform(batch * sizeOf(shape), 99), [batch, ...shape]);
  saveCase(folder, name, saved.model, saved.files, x, reference ? reference(x) : model.predict(x));
}

async function makeGraph({ name, graph, shape, channelsFirst = false, twin }) {
  const bytes = Buffer.concat(graph.weights.map(({ data }) => new Uint8Array(data.buffer)));
  const saved = {
    format: "graph-model",
    generatedBy: "2.12.0",
    convertedBy: "TensorFlow.js Converter v4.4.0",
    ...(graph.signature ? { signature: graph.signature } : {}),
    modelTopology: { node: graph.nodes, library: {}, versions: { producer: 1395 } },
    weightsManifest: [{ paths: ["weights.bin"], weights: graph.weights.map(({ data, ...entry }) => entry) }],
  };
  const x = tf.tensor(uniform(batch * sizeOf(shape), 99), [batch, ...shape]);
  saveCase(
    folder,
    name,
    saved,
    { "weights.bin": bytes },
    x,
    await runGraph(twin ?? graph, x, twin && channelsFirst),
    channelsFirst,
  );
}

/** Image by image where the graph's batch is fixed. */
async function runGraph({ nodes, weights, signature }, x, turn) {
  const bytes = Buffer.concat(weights.map(({ data }) => new Uint8Array(data.buffer)));
  const artifacts = {
    modelTopology: { node: nodes, library: {}, versions: { producer: 1395 } },
    format: "graph-model",
    signature,
    weightSpecs: weights.map(({ data, ...entry }) => entry),
    weightData: new Uint8Array(bytes).buffer,
  };
  const model = await tf.loadGraphModel(tf.io.fromMemory(artifacts));
  const images = turn ? tf.transpose(x, [0, 2, 3, 1]) : x;
  const fixed = model.inputs[0].shape[0] === 1;
  const run = (part) => {
    const made = model.predict(part);
    return Array.isArray(made) ? made[0] : made.dataSync ? made : Object.values(made)[0];
  };
  return fixed ? tf.concat([0, 1].map((i) => run(images.slice([i], [1])).reshape([1, -1]))) : run(images);
}

await tf.setBackend("cpu");
const wanted = new Set(cases);
const isWanted = ({ name }) => wanted.size === 0 || wanted.has(name);
for (const entry of layersCases.filter(isWanted)) await makeLayers(entry);
for (const entry of graphCases.filter(isWanted)) await makeGraph(entry);
