import { GipfelError, type ImagePathDocument, messageOf } from "@gipfel/contracts";
import { type DatasetImage, loadImage } from "@gipfel/dataset";
import type { Engine } from "@gipfel/engine";
import type { PreparedAnalysis } from "../prepare.js";

const outputsShown = 10;

/** The strongest outputs for an image, with softmax over all of them. @throws GipfelError IMAGE_UNREADABLE */
export async function predict(
  { model, dataset, preprocessing, named }: PreparedAnalysis,
  engine: Engine,
  image: DatasetImage,
): Promise<ImagePathDocument["predictions"]> {
  const { network, input, outputs } = model;
  const data = await loadImage(dataset, image, preprocessing.values, [...input]).catch((error: unknown) => {
    throw new GipfelError("IMAGE_UNREADABLE", `${image.name}: ${messageOf(error)}`, { cause: error });
  });
  const compiled = await engine.compile(network);
  try {
    const result = await compiled.run({ [network.inputs[0]!]: { shape: [1, ...input], data } });
    const logits = [...result[network.outputs[0]!]!.data];
    const largest = Math.max(...logits);
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0);
    return logits
      .map((logit, index) => ({
        index,
        name: named.find((output) => output.index === index)?.names[0] ?? null,
        logit,
        probability: outputs > 1 ? Math.exp(logit - largest) / total : null,
      }))
      .sort((a, b) => b.logit - a.logit || a.index - b.index)
      .slice(0, outputsShown);
  } finally {
    await compiled.dispose();
  }
}
