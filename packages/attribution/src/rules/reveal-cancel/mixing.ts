import { GipfelError } from "@gipfel/contracts";
import type { NetworkNode, OperationOf, Value } from "@gipfel/network";
import { ruleOf } from "../derivative/index.js";
import { areEqual, negativePart, positivePart } from "./parts.js";
import type { RevealCancelContext, RevealCancelRule } from "./rule.js";

type Mixing = OperationOf<"convolution"> | OperationOf<"matMul"> | OperationOf<"resample">;
type MixingNode = NetworkNode & { readonly operation: Mixing };

/** The linear map of a node, and its adjoint, with other weights and without bias. */
function mapWith(context: RevealCancelContext, node: MixingNode, weights: Value) {
  const [x, kernel] = node.inputs as [string, string];
  const rule = ruleOf(node.operation);
  const own = { ...context, valueAt: (name: string) => (name === kernel ? weights : context.valueAt(name)) };
  return {
    x,
    forward: (dx: Value) => rule.push(own, node, [dx]),
    back: (m: Value) => rule.pull(own, node, m)[0]!,
  };
}

/** The map with W⁺ = max(W, 0) and with W⁻ = min(W, 0). */
function signedMaps(context: RevealCancelContext, node: MixingNode) {
  const { builder } = context;
  const kernel = node.inputs[1]!;
  if (!context.network.constants.has(kernel) || context.network.constants.has(node.inputs[0]!)) {
    throw new GipfelError(
      "METHOD_UNDEFINED",
      `RevealCancel is not defined through ${node.name}, a product of two matrices that depend on the image; take deeplift-rescale`,
    );
  }
  const weights = context.valueAt(kernel);
  return {
    above: mapWith(context, node, positivePart(builder, weights)),
    below: mapWith(context, node, negativePart(builder, weights)),
  };
}

/**
 * Convolution, dense layer and resampling, y = W x + b: the linear rule (Shrikumar et al. 2017, section 3.5.1). A product w Δx counts
 * to the part of Δy whose sign it has, so that
 *
 *     Δy⁺ = W⁺ max(Δx, 0) + W⁻ min(Δx, 0)      m⁺ₓ = m⁻ₓ = W⁺ᵀ m⁺ + W⁻ᵀ m⁻   where Δx > 0
 *     Δy⁻ = W⁻ max(Δx, 0) + W⁺ min(Δx, 0)                  W⁻ᵀ m⁺ + W⁺ᵀ m⁻   where Δx < 0
 *                                                          ½ Wᵀ (m⁺ + m⁻)     where Δx = 0
 */
export const mixingRule: RevealCancelRule<Mixing> = {
  push(context, node) {
    const { builder } = context;
    const { above, below } = signedMaps(context, node);
    const dx = context.differenceOf(above.x);
    const [rise, fall] = [positivePart(builder, dx), negativePart(builder, dx)];
    return {
      plus: builder.add(above.forward(rise), below.forward(fall)),
      minus: builder.add(below.forward(rise), above.forward(fall)),
    };
  },
  pull(context, node, { plus, minus }) {
    const { builder } = context;
    const { above, below } = signedMaps(context, node);
    if (areEqual({ plus, minus })) {
      const both = mapWith(context, node, context.valueAt(node.inputs[1]!)).back(plus);
      return [{ plus: both, minus: both }];
    }
    const rising = builder.add(above.back(plus), below.back(minus));
    const falling = builder.add(below.back(plus), above.back(minus));
    const still = builder.multiply(builder.add(rising, falling), builder.scalar(0.5));
    const dx = context.differenceOf(above.x);
    const zero = builder.scalar(0);
    const both = builder.where(
      builder.compare("greater", dx, zero),
      rising,
      builder.where(builder.compare("less", dx, zero), falling, still),
    );
    return [{ plus: both, minus: both }];
  },
};
