import type { MethodName } from "@gipfel/contracts";
import { deepliftRescale } from "./deeplift-rescale.js";
import { deepliftRevealCancel } from "./deeplift-reveal-cancel.js";
import { gradCam } from "./grad-cam.js";
import { gradient } from "./gradient.js";
import { gradientXInput } from "./gradient-x-input.js";
import { guidedBackprop } from "./guided-backprop.js";
import { guidedGradCam } from "./guided-grad-cam.js";
import { integratedGradients } from "./integrated-gradients.js";
import { lrp } from "./lrp.js";
import type { Method } from "./method.js";
import { saliency } from "./saliency.js";
import { smoothgrad } from "./smoothgrad.js";

/** Every method of the catalogue in packages/contracts, under its name there. */
export const methods: { readonly [M in MethodName]: Method<M> } = {
  gradient,
  saliency,
  smoothgrad,
  "gradient-x-input": gradientXInput,
  "integrated-gradients": integratedGradients,
  lrp,
  "deeplift-rescale": deepliftRescale,
  "deeplift-reveal-cancel": deepliftRevealCancel,
  "grad-cam": gradCam,
  "guided-backprop": guidedBackprop,
  "guided-grad-cam": guidedGradCam,
};

export function methodNamed<M extends MethodName>(name: M): Method<M> {
  return methods[name];
}
