/** Whole layers models: within each other, shared, and the small ones on which spellings and storage are tried. */
import * as tf from "@tensorflow/tfjs";

const { layers } = tf;
export const image = [7, 6, 3];

export function nested() {
  const inner = tf.sequential({ name: "inner" });
  inner.add(
    layers.conv2d({ inputShape: image, filters: 3, kernelSize: 3, padding: "same", activation: "relu", name: "conv" }),
  );
  inner.add(layers.batchNormalization({ name: "norm" }));
  const middleInput = tf.input({ shape: image, name: "middle_input" });
  const middle = tf.model({
    inputs: middleInput,
    outputs: layers.add({ name: "sum" }).apply([inner.apply(middleInput), middleInput]),
    name: "middle",
  });
  const outer = tf.sequential({ name: "outer" });
  outer.add(middle);
  outer.add(layers.globalAveragePooling2d({ name: "pool" }));
  const head = tf.sequential({ name: "head" });
  head.add(layers.dense({ inputShape: [3], units: 5, activation: "relu", name: "hidden" }));
  head.add(layers.dense({ units: 4, name: "logits" }));
  outer.add(head);
  return outer;
}

export function shared() {
  const input = tf.input({ shape: image, name: "image" });
  const kernel = layers.conv2d({ filters: 3, kernelSize: 3, padding: "same", activation: "tanh", name: "shared" });
  const blockInput = tf.input({ shape: image, name: "block_input" });
  const block = tf.model({
    inputs: blockInput,
    outputs: layers.conv2d({ filters: 3, kernelSize: 1, activation: "relu", name: "point" }).apply(blockInput),
    name: "block",
  });
  const once = kernel.apply(input);
  const twice = kernel.apply(once);
  const sum = layers.add({ name: "sum" }).apply([block.apply(twice), block.apply(once)]);
  return tf.model({ inputs: input, outputs: layers.flatten({ name: "flat" }).apply(sum) });
}

/** The small network on which spellings and storage are tried. */
export function classifier() {
  const model = tf.sequential({ name: "classifier" });
  model.add(layers.conv2d({ inputShape: image, filters: 4, kernelSize: 3, strides: 2, padding: "same", name: "conv" }));
  model.add(layers.batchNormalization({ name: "norm" }));
  model.add(layers.activation({ activation: "relu", name: "relu" }));
  model.add(layers.flatten({ name: "flat" }));
  model.add(layers.dense({ units: 5, activation: "tanh", name: "logits" }));
  return model;
}

export function functionalClassifier() {
  const input = tf.input({ shape: image, name: "image" });
  const first = layers
    .conv2d({ filters: 3, kernelSize: 3, padding: "same", activation: "relu", name: "conv" })
    .apply(input);
  const sum = layers.add({ name: "sum" }).apply([first, input]);
  const pooled = layers.globalAveragePooling2d({ name: "pool" }).apply(sum);
  return tf.model({ inputs: input, outputs: layers.dense({ units: 4, name: "logits" }).apply(pooled), name: "net" });
}
