import { gradientAtLevel } from "./gradient.js";
import type { Method } from "./method.js";

/**
 * (x − x') ⊙ ∫₀¹ ∂ score(x' + α(x − x')) / ∂x dα: the derivative at one point of the path. At a hidden level the path
 * lies between its activations, and what does not depend on them stays as at the image.
 */
export const integratedGradients: Method<"integrated-gradients"> = {
  sampling: () => "path",
  attribute: gradientAtLevel,
};
