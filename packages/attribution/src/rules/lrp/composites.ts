/**
 * What kind of layer gets which rule. The composites are those of Montavon et al. 2019 and Kohlbrenner et al. 2020 as
 * Zennit has them: one rule for convolutions, epsilon for dense layers, and for the first layer what it asks for.
 */
import type { ParametersOf } from "@gipfel/contracts";
import { alphaBetaRule, zPlusRule } from "./alpha-beta.js";
import { epsilonRule } from "./epsilon.js";
import { flatRule } from "./flat.js";
import { gammaRule } from "./gamma.js";
import type { LinearLayer } from "./linear-layer.js";
import type { FirstLayerRule, LinearRule } from "./linear-rule.js";
import { wSquareRule } from "./w-square.js";
import { zBoxRule } from "./z-box.js";

type Parameters = ParametersOf<"lrp">;

interface Composite {
  readonly convolution: LinearRule;
  readonly dense: LinearRule;
  readonly firstConvolution?: FirstLayerRule;
}

function compositeOf({ rule, epsilon, gamma, alpha }: Parameters): Composite {
  const everywhere = (all: LinearRule): Composite => ({ convolution: all, dense: all });
  switch (rule) {
    case "epsilon-plus":
      return { convolution: zPlusRule, dense: epsilonRule(epsilon) };
    case "epsilon-gamma-box":
      return { convolution: gammaRule(gamma), dense: epsilonRule(epsilon), firstConvolution: zBoxRule };
    case "epsilon-alpha2-beta1":
      return { convolution: alphaBetaRule(2), dense: epsilonRule(epsilon) };
    case "epsilon":
      return everywhere(epsilonRule(epsilon));
    case "gamma":
      return everywhere(gammaRule(gamma));
    case "alpha-beta":
      return everywhere(alphaBetaRule(alpha));
    case "z-plus":
      return everywhere(zPlusRule);
  }
}

const firstLayerRules = { "w-square": wSquareRule, flat: flatRule, "z-box": zBoxRule };

/** The rule of a linear layer, for the rule or composite that the parameters name. */
export function linearRuleOf(parameters: Parameters): (layer: LinearLayer) => LinearRule {
  const composite = compositeOf(parameters);
  const { firstLayer } = parameters;
  const firstRule = ({ kind }: LinearLayer): FirstLayerRule | undefined => {
    if (firstLayer === "same") return undefined;
    if (firstLayer !== "composite") return firstLayerRules[firstLayer];
    return kind === "convolution" ? composite.firstConvolution : undefined;
  };
  return (layer) => {
    const { image } = layer;
    const first = image ? firstRule(layer) : undefined;
    return image && first ? (own, relevance) => first(own, image, relevance) : composite[layer.kind];
  };
}
