import { priority } from "@gipfel/concepts";

/**
 * Weights of the logits whose derivative is ∇ log p of a class drawn from p: δ − p. Seldom is a prediction in doubt, so p is the softmax at a
 * temperature of half the logits' standard deviation: what matters does not depend on the scale of the logits.
 *
 * @param logits of one image
 * @param draw uniform in [0, 1)
 */
export function outputWeights(logits: Float32Array, draw: number): Float32Array {
  const mean = logits.reduce((sum, value) => sum + value, 0) / logits.length;
  const variance = logits.reduce((sum, value) => sum + (value - mean) ** 2, 0) / logits.length;
  if (variance === 0) return logits.length === 1 ? Float32Array.of(1) : new Float32Array(logits.length);
  const temperature = Math.sqrt(variance) / 2;
  const largest = Math.max(...logits);
  const powers = Float64Array.from(logits, (value) => Math.exp((value - largest) / temperature));
  const total = powers.reduce((sum, value) => sum + value, 0);
  const weights = Float32Array.from(powers, (value) => -value / total);
  let left = draw;
  let drawn = 0;
  while (drawn < powers.length - 1 && left >= powers[drawn]! / total) {
    left -= powers[drawn]! / total;
    drawn += 1;
  }
  weights[drawn]! += 1;
  return weights;
}

/** Uniform in [0, 1), of seed and image alone. */
export function drawOf(seed: number, image: number): number {
  return priority(seed, image, -1) / 2 ** 53;
}
