import type { ProbabilityKind } from "@gipfel/contracts";
import type { ImportedModel } from "@gipfel/network";

/** What the network says of an image; probabilities are null where the output is none. */
export interface Prediction {
  /** Of the class it belongs to. */
  readonly probability: number | null;
  /** Output with the largest logit, the first of equal ones. */
  readonly predicted: number;
  readonly predictedProbability: number | null;
}

/**
 * Softmax over several outputs, unless the model itself ends in a sigmoid; a single output that was not stripped of one is
 * a number of any meaning.
 */
export function probabilityKind({ outputs, stripped }: Pick<ImportedModel, "outputs" | "stripped">): ProbabilityKind {
  if (stripped === "sigmoid") return "sigmoid";
  return outputs > 1 ? "softmax" : "none";
}

/** @param logits `[outputs]`. @param own index of the class that the image belongs to */
export function predictionOf(logits: Float32Array, own: number, kind: ProbabilityKind): Prediction {
  const largest = logits.reduce((most, logit) => Math.max(most, logit), Number.NEGATIVE_INFINITY);
  const predicted = Math.max(0, logits.indexOf(largest));
  const probability = probabilities(logits, largest, kind);
  return { probability: probability(own), predicted, predictedProbability: probability(predicted) };
}

function probabilities(
  logits: Float32Array,
  largest: number,
  kind: ProbabilityKind,
): (output: number) => number | null {
  if (kind === "none") return () => null;
  if (kind === "sigmoid") return (output) => kept(1 / (1 + Math.exp(-logits[output]!)));
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - largest);
  return (output) => kept(Math.exp(logits[output]! - largest) / sum);
}

/** Six digits are more than float32 logits bear; what is no number, as of a network that overflows, is no probability. */
function kept(probability: number): number | null {
  return Number.isFinite(probability) ? Number(probability.toPrecision(6)) : null;
}
