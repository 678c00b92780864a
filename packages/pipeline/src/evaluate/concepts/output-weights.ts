import { predictions } from "./scores.js";

/**
 * Weights of the logits whose derivative tells what the network minds: the largest logit, less the mean of all. It
 * neither depends on the scale of the logits nor on what a draw of classes would give.
 *
 * @param logits `[images * classes]`
 * @returns the same shape
 */
export function outputWeights(logits: Float32Array, classes: number): Float32Array {
  if (classes === 1) return new Float32Array(logits.length).fill(1);
  const weights = new Float32Array(logits.length).fill(-1 / classes);
  predictions(logits, classes).forEach((found, n) => {
    weights[n * classes + found]! += 1;
  });
  return weights;
}
