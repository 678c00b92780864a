import { chooseLayers } from "@gipfel/attribution";
import { type ExplanationDocument, methodCatalogue } from "@gipfel/contracts";
import { version } from "../version.js";
import type { Explanation } from "./explain-images.js";
import type { PreparedExplanation } from "./prepare-explanation.js";

/** What stands beside the map of an explanation. */
export function explanationDocument(
  { subject, method, level }: PreparedExplanation,
  { image, target, attribution, seconds }: Explanation,
  { engine, notes }: { readonly engine: string; readonly notes: readonly string[] },
): ExplanationDocument {
  const { model } = subject;
  const { score, baselineScore, shape, sum, selectedSum, residual, steps, evaluations } = attribution;
  return {
    format: "gipfel-explanation",
    version: 1,
    software: { name: "gipfel", version, engine },
    model: { name: model.name, hash: model.hash },
    image: { index: image.file !== null && image.index < 0 ? null : image.index, name: image.name },
    method: { name: method.name, parameters: { ...method.parameters } },
    target: {
      kind: target.kind,
      name: target.name,
      layer: userName(model.network, target.tensor),
      neurons: [...target.weights.keys()].filter((neuron) => target.weights[neuron] !== 0),
      position: target.position === null ? null : [...target.position],
    },
    level: {
      layer: userName(model.network, level.tensor),
      neurons: level.neurons === null ? null : [...level.neurons],
    },
    shape: [...shape],
    score,
    baselineScore,
    sum,
    selectedSum,
    law: methodCatalogue[method.name].law,
    residual,
    steps,
    evaluations,
    notes: [...notes],
    seconds,
  };
}

function userName(network: PreparedExplanation["subject"]["model"]["network"], tensor: string): string {
  const layers = [...chooseLayers(network, []), ...chooseLayers(network, [tensor])];
  return layers.find((layer) => layer.tensor === tensor)?.name ?? tensor;
}
