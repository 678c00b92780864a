import { type FirstLayerRule, inProportion } from "./linear-rule.js";

const square = (w: number): number => w * w;

/** c_ij = w_ij², whatever the image holds (the w² rule of Montavon et al. 2017). */
export const wSquareRule: FirstLayerRule = (layer, image, relevance) =>
  inProportion(layer, relevance, [{ x: image.ones(), weights: layer.weights(square) }], { bias: layer.bias(square) });
