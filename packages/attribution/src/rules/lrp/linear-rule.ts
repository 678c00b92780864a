/**
 * What all rules for linear layers have in common (Montavon et al. 2019): each input takes its part of every output, and
 * the parts of an output, with its bias, make the whole.
 *
 *     R_i = Σ_j  c_ij / s(Σ_i c_ij + b_j)  R_j          s: away from zero, see stabilise.ts
 *
 * A rule says what the parts c_ij are: sums of products x_i w_ij of inputs and weights that it chooses. So the whole is
 * a run of the layer, and R_i = x_i (Wᵀ (R / s))_i its transpose: no tensor has more elements than x or z.
 */
import type { Value } from "@gipfel/network";
import type { ImageView } from "./image-view.js";
import type { LinearLayer } from "./linear-layer.js";
import { divideStabilised } from "./stabilise.js";

/** Carries the relevance of the outputs of a layer, of the shape of z, to its inputs, of the shape of x. */
export type LinearRule = (layer: LinearLayer, relevance: Value) => Value;

/** The same for a layer that reads the image. */
export type FirstLayerRule = (layer: LinearLayer, image: ImageView, relevance: Value) => Value;

/** c_ij = x_i w_ij */
export interface Parts {
  readonly x: Value;
  readonly weights: Value;
}

/** Relevance in proportion to the sum of all parts. */
export function inProportion(
  layer: LinearLayer,
  relevance: Value,
  parts: readonly Parts[],
  { bias, epsilon }: { readonly bias?: Value | undefined; readonly epsilon?: number } = {},
): Value {
  const { builder } = layer;
  const whole = parts
    .map(({ x, weights }, i) => layer.apply(x, weights, i === 0 ? bias : undefined))
    .reduce((sum, term) => builder.add(sum, term));
  const g = divideStabilised(builder, relevance, whole, epsilon);
  return parts
    .map(({ x, weights }) => builder.multiply(x, layer.pull(g, weights)))
    .reduce((sum, term) => builder.add(sum, term));
}

/** Positive inputs with one set of weights, negative ones with another. */
export function bySign({ builder, x, isNonNegative }: LinearLayer, positive: Value, negative: Value): Parts[] {
  if (isNonNegative) return [{ x, weights: positive }];
  return [
    { x: builder.scalarFunction({ name: "relu" }, x), weights: positive },
    { x: builder.binary("minimum", x, builder.scalar(0)), weights: negative },
  ];
}

export const positivePart = (w: number): number => Math.max(w, 0);
export const negativePart = (w: number): number => Math.min(w, 0);
