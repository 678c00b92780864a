import type { Value } from "@gipfel/network";
import { bySign, inProportion, type LinearRule, negativePart, positivePart } from "./linear-rule.js";

/**
 * c_ij = x_i (w_ij + γ w_ij⁺) for inputs and outputs that are positive (Montavon et al. 2019). In general γ favours the
 * products with the sign of the output (Andéol et al. 2021); an output of zero passes nothing.
 */
export const gammaRule =
  (gamma: number): LinearRule =>
  (layer, relevance) => {
    const { builder, x } = layer;
    const zero = builder.scalar(0);
    const raised = (w: number) => w + gamma * positivePart(w);
    const lowered = (w: number) => w + gamma * negativePart(w);
    const [favouringPositive, favouringNegative] = [layer.weights(raised), layer.weights(lowered)];
    const z = layer.apply(x, layer.weights(), layer.bias());
    const where = (sign: "greater" | "less"): Value => builder.where(builder.compare(sign, z, zero), relevance, zero);
    return builder.add(
      inProportion(layer, where("greater"), bySign(layer, favouringPositive, favouringNegative), {
        bias: layer.bias(raised),
      }),
      inProportion(layer, where("less"), bySign(layer, favouringNegative, favouringPositive), {
        bias: layer.bias(lowered),
      }),
    );
  };
