import type { ExplanationImage } from "../index.js";

/** @param picture hash of an artifact, as is `map`. */
export function imageResult(
  image: string,
  picture: string,
  map: string | null = null,
): Omit<ExplanationImage, "explanationId"> {
  const nothing = { position: null, neurons: [0], layer: "logits" };
  return {
    image,
    picture,
    map,
    document: {
      ...{ format: "gipfel-explanation", version: 1 },
      software: { name: "gipfel", version: "0.1.0", engine: "onnxruntime" },
      model: { name: "model", hash: "0" },
      image: { index: Number(image), name: image },
      method: { name: "lrp", parameters: { epsilon: 1e-6 } },
      target: { kind: "class", name: "zebra", ...nothing },
      level: { layer: "input", neurons: null },
      ...{ shape: [3, 2, 2], score: 1.5, baselineScore: null, sum: 1.25, selectedSum: null },
      ...{ law: "conservation", residual: 0.1, steps: null, evaluations: 2, notes: [], seconds: 0.01 },
    },
  };
}
