import { type FirstLayerRule, inProportion } from "./linear-rule.js";

/** c_ij = 1: every pixel that an output sees takes the same part of it (Lapuschkin et al. 2019). */
export const flatRule: FirstLayerRule = (layer, image, relevance) =>
  inProportion(layer, relevance, [{ x: image.ones(), weights: layer.weights(() => 1) }]);
