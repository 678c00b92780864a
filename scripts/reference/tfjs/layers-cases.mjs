/**
 * Layers models, each `{ name, model, shape?, rewrite?, reference? }`: `shape` is the
 * input's without the batch, `reference` computes what TensorFlow.js cannot.
 */
import * as tf from "@tensorflow/tfjs";
import { kerasOptionsModel, kerasOptionsReference, withKerasOptions } from "./keras-options.mjs";
import { classifier, functionalClassifier, image, nested, shared } from "./layers-models.mjs";
import { asChannelsFirst, asKeras3, asOldKeras, quantised, sharded } from "./spellings.mjs";

const { layers } = tf;

/** One model of many branches over one input, each flattened, all joined. */
function branches(shape, ...makers) {
  const input = tf.input({ shape, name: "image" });
  const flat = makers.map((make, i) => {
    const made = make(input);
    return made.rank === 2 ? made : layers.flatten({ name: `flat_${i}` }).apply(made);
  });
  const output = flat.length === 1 ? flat[0] : layers.concatenate({ name: "joined" }).apply(flat);
  return tf.model({ inputs: input, outputs: output });
}

const conv = (options) => (x) =>
  layers.conv2d({ filters: 4, kernelSize: 3, biasInitializer: "randomUniform", ...options }).apply(x);
const apply =
  (...steps) =>
  (x) =>
    steps.reduce((value, layer) => layer.apply(value), x);

const activationNames = [
  "linear",
  "relu",
  "relu6",
  "elu",
  "selu",
  "sigmoid",
  "hardSigmoid",
  "softmax",
  "softplus",
  "softsign",
  "tanh",
  "swish",
  "mish",
  "gelu",
  "gelu_new",
];

export const layersCases = [
  {
    name: "convolutions",
    model: branches(
      image,
      conv({ padding: "same", strides: 2 }),
      conv({ padding: "valid", dilationRate: 2 }),
      conv({ padding: "same", strides: [2, 3], kernelSize: [4, 2], useBias: false }),
      conv({ padding: "same", dilationRate: [2, 1], kernelSize: [3, 2], activation: "relu6" }),
      conv({ kernelSize: 1, strides: 2, activation: "sigmoid" }),
    ),
  },
  {
    name: "depthwise-convolutions",
    model: branches(
      image,
      (x) =>
        layers.depthwiseConv2d({ kernelSize: 3, padding: "same", depthMultiplier: 2, activation: "relu" }).apply(x),
      (x) => layers.depthwiseConv2d({ kernelSize: [2, 3], strides: 2, padding: "same", useBias: false }).apply(x),
      (x) => layers.separableConv2d({ filters: 5, kernelSize: 3, depthMultiplier: 2, activation: "elu" }).apply(x),
      (x) =>
        layers.separableConv2d({ filters: 2, kernelSize: 3, strides: 2, padding: "same", useBias: false }).apply(x),
    ),
  },
  {
    name: "transposed-convolutions",
    model: branches(
      [3, 4, 2],
      ...[
        { kernelSize: 3, strides: 2, padding: "same" },
        { kernelSize: 3, strides: 2, padding: "valid", activation: "relu" },
        { kernelSize: [4, 2], strides: [1, 3], padding: "same", useBias: false },
        { kernelSize: 2, strides: 3, padding: "valid" },
        { kernelSize: [2, 5], strides: 1, padding: "valid" },
      ].map((options) => (x) => layers.conv2dTranspose({ filters: 2, ...options }).apply(x)),
    ),
  },
  {
    name: "dense",
    model: branches(
      image,
      apply(
        layers.flatten(),
        layers.dense({ units: 6, activation: "relu" }),
        layers.dense({ units: 3, useBias: false }),
      ),
      apply(layers.flatten(), layers.dropout({ rate: 0.5 }), layers.dense({ units: 4 })),
      apply(layers.flatten(), layers.activation({ activation: "tanh" }), layers.dense({ units: 4 })),
      apply(layers.dense({ units: 4, activation: "softplus" })),
      apply(layers.reshape({ targetShape: [42, 3] }), layers.dense({ units: 2 })),
      apply(layers.permute({ dims: [2, 1, 3] }), layers.flatten(), layers.dense({ units: 4 })),
    ),
  },
  {
    name: "batch-normalization",
    model: branches(
      image,
      apply(layers.conv2d({ filters: 4, kernelSize: 3 }), layers.batchNormalization({ epsilon: 0.01 }), layers.reLU()),
      apply(layers.batchNormalization({ scale: false })),
      apply(layers.batchNormalization({ center: false, axis: 3 })),
      apply(layers.flatten(), layers.dense({ units: 5 }), layers.batchNormalization(), layers.reLU()),
      apply(layers.depthwiseConv2d({ kernelSize: 3, depthMultiplier: 2 }), layers.batchNormalization()),
    ),
  },
  {
    name: "activations",
    model: branches([4, 3, 3], ...activationNames.map((activation) => apply(layers.activation({ activation })))),
  },
  {
    name: "activations-of-layers",
    model: branches([4, 3, 3], ...activationNames.map((activation) => conv({ filters: 2, kernelSize: 2, activation }))),
  },
  {
    name: "activation-layers",
    model: branches(
      [4, 3, 3],
      apply(layers.reLU()),
      apply(layers.reLU({ maxValue: 0.5 })),
      apply(layers.leakyReLU({ alpha: 0.2 })),
      apply(layers.leakyReLU()),
      apply(layers.elu()),
      apply(layers.thresholdedReLU({ theta: 0.25 })),
      apply(layers.softmax({ axis: -1 })),
      apply(layers.prelu({ alphaInitializer: "randomUniform" })),
      apply(layers.prelu({ alphaInitializer: "randomUniform", sharedAxes: [1, 2] })),
      apply(layers.flatten(), layers.prelu({ alphaInitializer: "randomUniform" })),
    ),
  },
  {
    name: "borders",
    model: branches(
      image,
      apply(layers.zeroPadding2d({ padding: 1 })),
      apply(layers.zeroPadding2d({ padding: [2, 1] })),
      apply(
        layers.zeroPadding2d({
          padding: [
            [0, 1],
            [2, 0],
          ],
        }),
        layers.conv2d({ filters: 2, kernelSize: 3, strides: 2 }),
      ),
      apply(
        layers.cropping2D({
          cropping: [
            [1, 2],
            [0, 3],
          ],
        }),
      ),
    ),
  },
  {
    name: "pooling",
    model: branches(
      image,
      apply(layers.maxPooling2d({ poolSize: 2 })),
      apply(layers.maxPooling2d({ poolSize: 3, strides: 2, padding: "same" })),
      apply(layers.averagePooling2d({ poolSize: [3, 2], strides: [2, 1], padding: "same" })),
      apply(layers.averagePooling2d({ poolSize: 2, padding: "valid" })),
      apply(layers.globalAveragePooling2d({})),
      apply(layers.globalMaxPooling2d({})),
    ),
  },
  {
    name: "up-sampling",
    model: branches(
      [3, 4, 2],
      apply(layers.upSampling2d({ size: [2, 2] })),
      apply(layers.upSampling2d({ size: [1, 3] })),
      apply(layers.upSampling2d({ size: [2, 3], interpolation: "bilinear" })),
    ),
  },
  {
    name: "merges",
    model: branches(
      [4, 3, 3],
      ...["add", "multiply", "average", "maximum", "minimum", "concatenate"].map((name) => (x) => {
        const a = conv({ filters: 3, padding: "same", activation: "tanh" })(x);
        const b = conv({ filters: 3, padding: "same", kernelSize: 1 })(x);
        return layers[name]().apply([a, x, b]);
      }),
      (x) => layers.concatenate({ axis: 1 }).apply([x, conv({ filters: 3, padding: "valid", kernelSize: [2, 1] })(x)]),
      (x) => {
        const squeezed = apply(layers.globalAveragePooling2d({}), layers.reshape({ targetShape: [1, 1, 3] }))(x);
        const gate = conv({ filters: 3, kernelSize: 1, activation: "sigmoid" })(squeezed);
        return layers.multiply().apply([x, gate]);
      },
    ),
  },
  {
    name: "movement",
    model: branches(
      [4, 6, 2],
      apply(layers.reshape({ targetShape: [6, 4, 2] })),
      apply(layers.reshape({ targetShape: [12, 4] }), layers.permute({ dims: [2, 1] })),
      apply(layers.reshape({ targetShape: [12, 2, 2] }), layers.conv2d({ filters: 2, kernelSize: 2 })),
      apply(layers.permute({ dims: [3, 1, 2] }), layers.conv2d({ filters: 2, kernelSize: 2 })),
      apply(layers.permute({ dims: [2, 1, 3] }), layers.maxPooling2d({ poolSize: 2 })),
      apply(layers.flatten(), layers.reshape({ targetShape: [4, 6, 2] }), layers.conv2d({ filters: 2, kernelSize: 2 })),
      apply(
        layers.globalMaxPooling2d({}),
        layers.reshape({ targetShape: [1, 1, 2] }),
        layers.conv2d({ filters: 3, kernelSize: 1 }),
      ),
    ),
  },
  {
    name: "training-only",
    model: branches(
      [4, 3, 3],
      apply(
        layers.dropout({ rate: 0.5 }),
        layers.gaussianNoise({ stddev: 1 }),
        layers.gaussianDropout({ rate: 0.5 }),
        layers.alphaDropout({ rate: 0.5 }),
        layers.conv2d({ filters: 2, kernelSize: 2 }),
      ),
    ),
  },
  {
    name: "rescaling",
    model: branches(
      [4, 3, 3],
      apply(layers.rescaling({ scale: 2, offset: -1 }), layers.conv2d({ filters: 2, kernelSize: 2 })),
    ),
  },
  {
    name: "channels-first",
    rewrite: asChannelsFirst,
    model: branches(
      image,
      ...[
        layers.conv2d({ filters: 4, kernelSize: 3, strides: 2, padding: "same" }),
        layers.depthwiseConv2d({ kernelSize: [3, 2], depthMultiplier: 2, activation: "tanh" }),
        layers.maxPooling2d({ poolSize: 2 }),
        layers.batchNormalization({ axis: 3 }),
        layers.globalAveragePooling2d({}),
        layers.zeroPadding2d({
          padding: [
            [1, 0],
            [0, 2],
          ],
        }),
        layers.cropping2D({
          cropping: [
            [1, 0],
            [0, 2],
          ],
        }),
        layers.flatten(),
        layers.upSampling2d({ size: [2, 2] }),
      ].map((layer) => apply(layer)),
    ),
  },
  { name: "keras-options", model: kerasOptionsModel(), rewrite: withKerasOptions, reference: kerasOptionsReference },
  { name: "nested-models", model: nested() },
  { name: "shared-layers", model: shared() },
  { name: "sequential", model: classifier() },
  { name: "old-keras", model: functionalClassifier(), rewrite: asOldKeras },
  { name: "keras-3", model: functionalClassifier(), rewrite: asKeras3 },
  { name: "keras-3-sequential", model: classifier(), rewrite: asKeras3 },
  { name: "shards", model: classifier(), rewrite: sharded },
  { name: "quantised-uint8", model: classifier(), rewrite: quantised("uint8") },
  { name: "quantised-uint16", model: classifier(), rewrite: quantised("uint16") },
  { name: "quantised-float16", model: classifier(), rewrite: quantised("float16") },
].map((entry) => ({ shape: entry.model.inputs[0].shape.slice(1), ...entry }));
