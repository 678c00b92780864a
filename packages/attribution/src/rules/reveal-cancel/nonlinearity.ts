import type { NetworkNode, Value } from "@gipfel/network";
import { secant } from "../../calculus/secant.js";
import { elementwiseBody } from "../../plan/elementwise.js";
import { replay } from "../../replay.js";
import { halfSum } from "../rescale/half-way.js";
import { mapParts } from "./parts.js";
import type { Parts, RevealCancelContext } from "./rule.js";

/**
 * Δy⁺ / Δx⁺ and Δy⁻ / Δx⁻ of a function y = σ(x) of one number (Shrikumar et al. 2017, section 3.5.3), where
 *
 *     Δy⁺ = ½ (σ(x' + Δx⁺) − σ(x')) + ½ (σ(x) − σ(x' + Δx⁻)),   Δy⁻ likewise:
 *
 * the mean of two mean slopes, of which each is a derivative where a part is too small to divide by.
 */
function slopes(context: RevealCancelContext, root: string, node: NetworkNode): Parts {
  const { builder, constants, network } = context;
  const f = { network, root, body: elementwiseBody(network, root, node) };
  const start = { root: context.baselineAt(root), value: context.baselineAt(node.name) };
  const end = { root: context.valueAt(root), value: context.valueAt(node.name) };
  const parts = context.partsOf(root);
  const after = (part: Value) => {
    const values = new Map([[root, builder.add(start.root, part)]]);
    replay(builder, constants, f.body, values);
    return { root: values.get(root)!, value: values.get(node.name)! };
  };
  const [afterPlus, afterMinus] = [after(parts.plus), after(parts.minus)];
  return {
    plus: halfSum(
      builder,
      secant(builder, constants, f, start, afterPlus),
      secant(builder, constants, f, afterMinus, end),
    ),
    minus: halfSum(
      builder,
      secant(builder, constants, f, start, afterMinus),
      secant(builder, constants, f, afterPlus, end),
    ),
  };
}

export function pushNonlinearity(context: RevealCancelContext, root: string, node: NetworkNode): Parts {
  const [slope, parts] = [slopes(context, root, node), context.partsOf(root)];
  return mapParts((part) => context.builder.multiply(parts[part], slope[part]));
}

/** @returns the multipliers of the root. */
export function pullNonlinearity(
  context: RevealCancelContext,
  root: string,
  node: NetworkNode,
  multipliers: Parts,
): Parts {
  const slope = slopes(context, root, node);
  return mapParts((part) => context.builder.multiply(multipliers[part], slope[part]));
}
