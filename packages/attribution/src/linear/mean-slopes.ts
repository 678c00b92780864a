import { secant } from "../calculus/secant.js";
import { elementwiseBody } from "../plan/elementwise.js";
import { bindDerivatives } from "./derivatives.js";
import type { LinearisationPoint, Manner } from "./manner.js";

/** (σ(z1) − σ(z0)) / (z1 − z0) between baseline and activation. */
export const meanSlope: Manner["slope"] = ({ builder, constants, values, baseline }, { network }, root, node) => {
  const f = { network, root, body: elementwiseBody(network, root, node) };
  const at = (tensors: LinearisationPoint["values"]) => ({ root: tensors.get(root)!, value: tensors.get(node.name)! });
  return secant(builder, constants, f, at(baseline), at(values));
};

export const meanSlopes: Manner = { complete: true, slope: meanSlope, bind: bindDerivatives };
