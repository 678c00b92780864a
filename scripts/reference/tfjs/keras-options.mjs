/** Layers and options that Keras has and TensorFlow.js lacks or ignores, each with its definition over images `[N, 4, 3, 3]`. */
import * as tf from "@tensorflow/tfjs";

const limit = (x, low, high) => tf.minimum(tf.maximum(x, low), high);

export const kerasOptions = [
  {
    className: "ReLU",
    config: { max_value: 0.5, negative_slope: 0.1, threshold: 0 },
    define: (x) => tf.where(tf.greater(x, 0.5), tf.onesLike(x).mul(0.5), tf.where(tf.less(x, 0), x.mul(0.1), x)),
  },
  {
    className: "ReLU",
    config: { max_value: null, negative_slope: 0, threshold: 0.25 },
    define: (x) => tf.where(tf.greater(x, 0.25), x, tf.zerosLike(x)),
  },
  {
    className: "ReLU",
    config: { max_value: 0.5, negative_slope: 0, threshold: 0.25 },
    define: (x) => tf.where(tf.greater(x, 0.25), tf.minimum(x, 0.5), tf.zerosLike(x)),
  },
  { className: "ELU", config: { alpha: 0.5 }, define: (x) => tf.where(tf.greater(x, 0), x, tf.expm1(x).mul(0.5)) },
  { className: "LeakyReLU", config: { negative_slope: 0.2 }, define: (x) => tf.where(tf.greater(x, 0), x, x.mul(0.2)) },
  { className: "Softmax", config: { axis: 2 }, define: (x) => tf.exp(x).div(tf.exp(x).sum(2, true)) },
  { className: "Activation", config: { activation: "exponential" }, define: (x) => tf.exp(x) },
  { className: "Activation", config: { activation: "log_softmax" }, define: (x) => tf.logSoftmax(x) },
  { className: "Activation", config: { activation: "leaky_relu" }, define: (x) => tf.leakyRelu(x, 0.2) },
  { className: "Activation", config: { activation: "hard_silu" }, define: (x) => x.mul(limit(x.add(3), 0, 6)).div(6) },
  {
    className: "Activation",
    config: { activation: { class_name: "ReLU", config: { max_value: 0.25 } } },
    define: (x) => limit(x, 0, 0.25),
  },
  {
    className: "Normalization",
    config: { axis: [-1], mean: [[[[0.5, 0, -0.5]]]], variance: [1, 4, 0.25] },
    define: (x) => x.sub([0.5, 0, -0.5]).div([1, 2, 0.5]),
  },
  {
    className: "Rescaling",
    config: { scale: [1, 2, 3], offset: [0.5, 0, -0.5] },
    define: (x) => x.mul([1, 2, 3]).add([0.5, 0, -0.5]),
  },
  {
    className: "GlobalAveragePooling2D",
    config: { keepdims: true },
    define: (x) => x.mean([1, 2]),
  },
  {
    className: "GlobalMaxPooling2D",
    config: { keepdims: true },
    define: (x) => x.max([1, 2]),
  },
  { className: "Reshape", config: { target_shape: [-1, 6] }, define: (x) => x },
  { className: "Permute", config: { dims: [3, 1, 2] }, define: (x) => x.transpose([0, 3, 1, 2]) },
  { className: "SpatialDropout2D", config: { rate: 0.5 }, define: (x) => x },
  { className: "ActivityRegularization", config: { l2: 0.5 }, define: (x) => x },
  { className: "RandomFlip", config: { mode: "horizontal" }, define: (x) => x },
  {
    className: "ZeroPadding2D",
    config: {
      padding: [
        [0, 1],
        [1, 0],
      ],
    },
    define: (x) =>
      tf.pad(x, [
        [0, 0],
        [0, 1],
        [1, 0],
        [0, 0],
      ]),
  },
];

/** A model of one branch for each, flattened and joined, made of what TensorFlow.js can express and then rewritten. */
export function kerasOptionsModel() {
  const input = tf.input({ shape: [4, 3, 3], name: "image" });
  const flat = kerasOptions.map((_, i) => {
    const made = tf.layers.activation({ activation: "linear", name: `option_${i}` }).apply(input);
    return tf.layers.flatten({ name: `flat_${i}` }).apply(made);
  });
  const first = tf.layers.activation({ activation: "tanh", name: "first" }).apply(input);
  const difference = tf.layers.add({ name: "difference" }).apply([first, input]);
  flat.push(tf.layers.flatten({ name: "flat_difference" }).apply(difference));
  return tf.model({ inputs: input, outputs: tf.layers.concatenate({ name: "joined" }).apply(flat) });
}

export function withKerasOptions({ model, files }) {
  const { class_name, config } = model.modelTopology.model_config;
  const layers = config.layers.map((layer) => {
    if (layer.name === "difference") return { ...layer, class_name: "Subtract" };
    const option = kerasOptions[Number(layer.name.match(/^option_(\d+)$/)?.[1])];
    return option ? { ...layer, class_name: option.className, config: { name: layer.name, ...option.config } } : layer;
  });
  return { model: { ...model, modelTopology: { model_config: { class_name, config: { ...config, layers } } } }, files };
}

export function kerasOptionsReference(x) {
  const parts = [...kerasOptions.map(({ define }) => define(x)), tf.tanh(x).sub(x)];
  return tf.concat(
    parts.map((part) => part.reshape([x.shape[0], -1])),
    1,
  );
}
