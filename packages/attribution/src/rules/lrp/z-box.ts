import { type FirstLayerRule, inProportion, negativePart, positivePart } from "./linear-rule.js";

/**
 * c_ij = x_i w_ij − l_i w_ij⁺ − h_i w_ij⁻ with the least and the largest value l_i, h_i of the pixel (the zᴮ rule of
 * Montavon et al. 2017). Of b − b⁺ − b⁻, nothing is left.
 */
export const zBoxRule: FirstLayerRule = (layer, image, relevance) => {
  const { x } = layer;
  const { low, high } = image.bounds();
  const negated = (weights: (w: number) => number) => layer.weights((w) => -weights(w));
  return inProportion(layer, relevance, [
    { x, weights: layer.weights() },
    { x: low, weights: negated(positivePart) },
    { x: high, weights: negated(negativePart) },
  ]);
};
