/** Writes a case: the model as TensorFlow.js saves it, its input as the network takes it, and the output. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as tf from "@tensorflow/tfjs";

/**
 * @param folder gets a folder for the case.
 * @param model content of `model.json`; its manifest names the files.
 * @param files weight files by name.
 * @param x images `[N, H, W, C]`, or `[N, C, H, W]` for a model with channels first.
 */
export function saveCase(folder, name, model, files, x, y, channelsFirst = false) {
  const images = channelsFirst ? x : tf.transpose(x, [0, 3, 1, 2]);
  const target = join(folder, name);
  mkdirSync(target, { recursive: true });
  writeFileSync(join(target, "model.json"), `${JSON.stringify(model)}\n`);
  for (const [file, bytes] of Object.entries(files)) writeFileSync(join(target, file), new Uint8Array(bytes));
  writeFileSync(join(target, "reference.json"), `${JSON.stringify({ input: stored(images), output: stored(y) })}\n`);
}

function stored(tensor) {
  const data = Array.from(tensor.dataSync(), (value) => Number(value.toPrecision(9)));
  return { shape: tensor.shape, data };
}
