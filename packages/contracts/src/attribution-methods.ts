/**
 * The attribution methods, as everyone who offers them sees them: name, source, law and parameters with defaults. What
 * they compute is in packages/attribution, one file per method under the same name.
 */
import { type Static, type TProperties, type TSchema, Type } from "typebox";
import { Default } from "typebox/value";
import { parseAs } from "./validate.js";

/** What the attributions of a method add up to; a result reports how far they do not. */
export const laws = {
  completeness: "the attributions add up to score minus baseline score",
  "summation-to-delta": "the attributions add up to score minus baseline score",
  conservation: "the relevance adds up to the score, but for what biases and stabilisers absorb",
} as const;

export type Law = keyof typeof laws;

const choice = <const Names extends string[]>(
  names: readonly [...Names],
  fallback: Names[number],
  description: string,
) => Type.Enum(names, { default: fallback, description });
const number = (fallback: number, minimum: number, maximum: number, description: string) =>
  Type.Number({ default: fallback, minimum, maximum, description });
const whole = (fallback: number, minimum: number, maximum: number, description: string) =>
  Type.Integer({ default: fallback, minimum, maximum, description });
const parameters = <P extends TProperties>(properties: P) => Type.Object(properties, { additionalProperties: false });

const form = choice(["signed", "absolute", "squared"], "signed", "what is shown of a derivative");
const baseline = Type.String({
  default: "black",
  minLength: 1,
  description: "black, zero (in network units), mean (of the data set, per channel), blur, or an image file",
});
const steps = Type.Union([Type.Integer({ minimum: 1, maximum: 4096 }), Type.Null()], {
  default: null,
  description: "Gauss–Legendre points; without it they are doubled until the tolerance is met",
});
const layer = Type.Union([Type.String({ minLength: 1 }), Type.Null()], {
  default: null,
  description: "layer with positions; the last one before the target without it",
});

export const methodCatalogue = {
  gradient: {
    title: "Gradient",
    source: "Baehrens et al. 2010; Simonyan, Vedaldi and Zisserman 2014",
    law: null,
    parameters: parameters({ form }),
  },
  saliency: {
    title: "Saliency",
    source: "Simonyan, Vedaldi and Zisserman 2014",
    law: null,
    parameters: parameters({}),
  },
  smoothgrad: {
    title: "SmoothGrad",
    source: "Smilkov et al. 2017",
    law: null,
    parameters: parameters({
      samples: whole(50, 1, 10_000, "noisy copies of the image"),
      noise: number(0.15, 0, 10, "standard deviation, as a fraction of the range of the input"),
      over: choice(
        ["gradient", "saliency", "gradient-x-input", "integrated-gradients", "guided-backprop"],
        "gradient",
        "method that is averaged",
      ),
      form,
      baseline,
      steps: whole(16, 1, 4096, "Gauss–Legendre points, over integrated-gradients"),
      seed: whole(0, 0, 2 ** 31 - 1, "seed of the noise"),
    }),
  },
  "gradient-x-input": {
    title: "Gradient × input",
    source: "Shrikumar et al. 2016",
    law: null,
    parameters: parameters({}),
  },
  "integrated-gradients": {
    title: "Integrated gradients",
    source: "Sundararajan, Taly and Yan 2017",
    law: "completeness",
    parameters: parameters({
      baseline,
      steps,
      tolerance: number(0.01, 1e-6, 1, "completeness residual to reach, relative to score minus baseline score"),
    }),
  },
  lrp: {
    title: "Layer-wise relevance propagation",
    source: "Bach et al. 2015; Montavon et al. 2019",
    law: "conservation",
    parameters: parameters({
      rule: choice(
        ["epsilon-plus", "epsilon-gamma-box", "epsilon-alpha2-beta1", "epsilon", "gamma", "alpha-beta", "z-plus"],
        "epsilon-plus",
        "a composite (one rule for dense layers, another for convolutions), or one rule for all",
      ),
      firstLayer: choice(
        ["composite", "same", "w-square", "flat", "z-box"],
        "composite",
        "rule of the layers that read the image; composite: as the composite has it",
      ),
      epsilon: number(1e-6, 0, 1e6, "stabiliser of the epsilon rule"),
      gamma: number(0.25, 0, 1e6, "weight of positive parts in the gamma rule"),
      alpha: number(2, 1, 1e6, "weight of positive parts in the alpha-beta rule; beta is alpha − 1"),
    }),
  },
  "deeplift-rescale": {
    title: "DeepLIFT, Rescale",
    source: "Shrikumar, Greenside and Kundaje 2017, section 3.5.2",
    law: "summation-to-delta",
    parameters: parameters({ baseline }),
  },
  "deeplift-reveal-cancel": {
    title: "DeepLIFT, RevealCancel",
    source: "Shrikumar, Greenside and Kundaje 2017, section 3.5.3",
    law: "summation-to-delta",
    parameters: parameters({ baseline }),
  },
  "grad-cam": {
    title: "Grad-CAM",
    source: "Selvaraju et al. 2017",
    law: null,
    parameters: parameters({ layer }),
  },
  "guided-backprop": {
    title: "Guided backpropagation",
    source: "Springenberg et al. 2015",
    law: null,
    parameters: parameters({}),
  },
  "guided-grad-cam": {
    title: "Guided Grad-CAM",
    source: "Selvaraju et al. 2017",
    law: null,
    parameters: parameters({
      layer,
      interpolation: choice(["bilinear", "nearest"], "bilinear", "how the map is enlarged; Captum's is nearest"),
    }),
  },
} as const satisfies Record<string, { title: string; source: string; law: Law | null; parameters: unknown }>;

export type MethodName = keyof typeof methodCatalogue;
export const methodNames = Object.keys(methodCatalogue) as MethodName[];
export type ParametersOf<M extends MethodName> = Static<(typeof methodCatalogue)[M]["parameters"]>;

/** A method with all its parameters. */
export type MethodChoice = {
  [M in MethodName]: { readonly name: M; readonly parameters: ParametersOf<M> };
}[MethodName];

export function isMethodName(name: string): name is MethodName {
  return Object.hasOwn(methodCatalogue, name);
}

/** A parameter as forms and command lines show it. */
export interface MethodParameter {
  readonly name: string;
  readonly description: string;
  /** Null where a parameter may be left out. */
  readonly fallback: string | number | null;
  /** Whether it is text; else it is a number. */
  readonly isText: boolean;
  /** All it may be, where that is few; else empty. */
  readonly values: readonly string[];
}

export function methodParameters(name: MethodName): MethodParameter[] {
  const schemas: Readonly<Record<string, TSchema>> = methodCatalogue[name].parameters.properties;
  return Object.entries(schemas).map(([parameter, schema]) => {
    const { description, default: fallback, type, enum: values } = schema as Readonly<Record<string, unknown>>;
    return {
      name: parameter,
      description: String(description),
      fallback: typeof fallback === "string" || typeof fallback === "number" ? fallback : null,
      isText: type === "string" || values !== undefined,
      values: Array.isArray(values) ? values.map(String) : [],
    };
  });
}

/**
 * A method with what is given of its parameters, the rest at their defaults.
 *
 * @throws GipfelError OPTION_INVALID that names the parameter, what was expected and what arrived.
 */
export function chooseMethod<M extends MethodName>(
  name: M,
  given: object = {},
): { readonly name: M; readonly parameters: ParametersOf<M> } {
  const schema = methodCatalogue[name].parameters;
  const complete = Default(schema, { ...given });
  return { name, parameters: parseAs(schema, complete, "OPTION_INVALID", `method ${name}`) as ParametersOf<M> };
}

/** The methods that can weigh the edges of a graph; the first is the default. */
export const edgeMethods = ["integrated-gradients", "deeplift-rescale", "lrp", "gradient-x-input"] as const;

export type EdgeMethod = (typeof edgeMethods)[number];
