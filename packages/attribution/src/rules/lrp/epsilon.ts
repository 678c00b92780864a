import { inProportion, type LinearRule } from "./linear-rule.js";

/** c_ij = x_i w_ij (Bach et al. 2015, equation 58). */
export const epsilonRule =
  (epsilon: number): LinearRule =>
  (layer, relevance) =>
    inProportion(layer, relevance, [{ x: layer.x, weights: layer.weights() }], { bias: layer.bias(), epsilon });
