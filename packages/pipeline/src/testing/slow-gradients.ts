/** Methods of the gradient in float64, from their definitions in plain loops over dense networks. */
import type { DenseLayer } from "./slow-deeplift.js";

/** What a weight on the output of a neuron becomes at its input. */
export type Back = (layer: DenseLayer, z: number, g: number) => number;

/** The chain rule. */
export const derivative: Back = ({ nonlinearity }, z, g) => g * nonlinearity.slope(z);

/** Of a ReLU, as Springenberg et al. 2015 guide it: only positive weights pass. */
export const guided: Back = (layer, z, g) => derivative(layer, z, Math.max(g, 0));

/** Σ_k weight_k · output_k(x), and what it is carried back to at the input. */
export function slowGradient(
  layers: readonly DenseLayer[],
  image: readonly number[],
  weights: readonly number[],
  back: Back = derivative,
): { readonly score: number; readonly gradient: number[] } {
  const before: number[][] = [];
  let x = [...image];
  for (const { weights: rows, biases, nonlinearity } of layers) {
    const z = rows.map((row, j) => row.reduce((sum, w, i) => sum + w * x[i]!, biases[j]!));
    before.push(z);
    x = z.map((value) => nonlinearity.value(value));
  }
  const score = x.reduce((sum, value, k) => sum + weights[k]! * value, 0);
  let g = [...weights];
  for (const [l, layer] of [...layers.entries()].reverse()) {
    const atZ = g.map((weight, j) => (isLinear(layer) ? weight : back(layer, before[l]![j]!, weight)));
    g = layer.weights[0]!.map((_, i) => layer.weights.reduce((sum, row, j) => sum + row[i]! * atZ[j]!, 0));
  }
  return { score, gradient: g };
}

/** Whether nothing happens after the sum. */
function isLinear({ nonlinearity }: DenseLayer): boolean {
  return [-1, 0.5, 2].every((z) => nonlinearity.value(z) === z);
}

/** (x − x') ⊙ the mean gradient along the line between, by the midpoint rule (Sundararajan et al. 2017, equation 3). */
export function slowIntegratedGradients(
  layers: readonly DenseLayer[],
  image: readonly number[],
  baseline: readonly number[],
  weights: readonly number[],
  steps: number,
): number[] {
  const sums = image.map(() => 0);
  for (let s = 0; s < steps; s += 1) {
    const alpha = (s + 0.5) / steps;
    const point = image.map((value, i) => baseline[i]! + alpha * (value - baseline[i]!));
    slowGradient(layers, point, weights).gradient.forEach((value, i) => {
      sums[i]! += value / steps;
    });
  }
  return sums.map((value, i) => value * (image[i]! - baseline[i]!));
}
