import { bySign, inProportion, type LinearRule, negativePart, positivePart } from "./linear-rule.js";

/**
 * α times the positive products x_i w_ij in their proportion, minus β = α − 1 times the negative ones in theirs (Bach et
 * al. 2015, equation 60). Without β it is {@link zPlusRule}.
 */
export const alphaBetaRule =
  (alpha: number): LinearRule =>
  (layer, relevance) => {
    const { builder } = layer;
    const [positive, negative] = [layer.weights(positivePart), layer.weights(negativePart)];
    const raising = inProportion(layer, relevance, bySign(layer, positive, negative), {
      bias: layer.bias(positivePart),
    });
    if (alpha === 1) return raising;
    const lowering = inProportion(layer, relevance, bySign(layer, negative, positive), {
      bias: layer.bias(negativePart),
    });
    return builder.subtract(
      builder.multiply(raising, builder.scalar(alpha)),
      builder.multiply(lowering, builder.scalar(alpha - 1)),
    );
  };

/** c_ij: the positive products x_i w_ij (the z⁺ rule of Montavon et al. 2017, here for inputs of either sign). */
export const zPlusRule: LinearRule = alphaBetaRule(1);
