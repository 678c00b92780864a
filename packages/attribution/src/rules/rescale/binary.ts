import { GipfelError } from "@gipfel/contracts";
import { type NetworkNode, nodeNamed, type OperationOf, type Value } from "@gipfel/network";
import { expandTo, sumTo } from "../broadcasting.js";
import { isConstant } from "../derivative/rule.js";
import { halfSum, halfWay } from "./half-way.js";
import { maximumShares } from "./maximum-shares.js";
import type { DifferenceContext, DifferenceRule } from "./rule.js";

type BinaryNode = NetworkNode & { readonly operation: OperationOf<"binary"> };

/**
 * c and d in Δ(a ∘ b) = c · Δa + d · Δb; null stands for 1.
 *
 *     a · b        c = (b + b') / 2,       d = (a + a') / 2                          (Shrikumar et al. 2016)
 *     a / b        as a · (1 / b):  c = (1/b + 1/b') / 2,  d = −(a + a') / 2 / (b · b')
 *     max, min     the shares of whichever wins, as in a max pool over two
 *
 * @throws GipfelError METHOD_UNDEFINED for powers with an exponent that moves.
 */
export function meanFactors(context: DifferenceContext, node: BinaryNode): readonly [Value | null, Value | null] {
  const { builder } = context;
  const [a, b] = node.inputs as [string, string];
  const negative = (x: Value) => builder.scalarFunction({ name: "negate" }, x);
  switch (node.operation.name) {
    case "add":
      return [null, null];
    case "subtract":
      return [null, builder.scalar(-1)];
    case "multiply":
      return [halfWay(context, b), halfWay(context, a)];
    case "divide": {
      const over = (x: Value) => builder.scalarFunction({ name: "reciprocal" }, x);
      const [at, before] = [over(context.valueAt(b)), over(context.baselineAt(b))];
      const slope = negative(builder.multiply(at, before));
      return [halfSum(builder, at, before), builder.multiply(halfWay(context, a), slope)];
    }
    case "maximum":
      return extremumShares(context, node, (x) => x);
    case "minimum":
      return extremumShares(context, node, negative);
    case "power":
      throw new GipfelError(
        "METHOD_UNDEFINED",
        `DeepLIFT is not defined through ${node.name}, a power whose exponent depends on the image; take integrated-gradients`,
      );
  }
}

/** @param rising what turns the operands into numbers of which the largest wins. */
function extremumShares(
  context: DifferenceContext,
  { name, inputs, shape }: BinaryNode,
  rising: (x: Value) => Value,
): readonly [Value, Value] {
  const { builder } = context;
  const [a, b] = inputs as [string, string];
  const full = (x: Value) => rising(expandTo(builder, x, shape));
  const [dxA, dxB] = [full(context.differenceOf(a)), full(context.differenceOf(b))];
  /** Whether b is strictly larger: the first of equals wins. */
  const second = (at: (name: string) => Value) => builder.compare("less", full(at(a)), full(at(b)));
  const [atImage, atBaseline] = [second((x) => context.valueAt(x)), second((x) => context.baselineAt(x))];
  const y = { image: rising(context.valueAt(name)), baseline: rising(context.baselineAt(name)) };
  const shares = maximumShares(builder, y, builder.where(atImage, dxB, dxA), builder.where(atBaseline, dxB, dxA));
  const none = builder.scalar(0);
  return [
    builder.add(builder.where(atImage, none, shares.atImage), builder.where(atBaseline, none, shares.atBaseline)),
    builder.add(builder.where(atImage, shares.atImage, none), builder.where(atBaseline, shares.atBaseline, none)),
  ];
}

/** Sums, products and other operations of two tensors, with broadcasting. */
export const binaryRule: DifferenceRule<OperationOf<"binary">> = {
  push(context, node, dx) {
    const { builder } = context;
    const factors = meanFactors(context, node);
    const terms = dx.flatMap((change, i) => {
      if (!change) return [];
      const factor = factors[i];
      return [expandTo(builder, factor ? builder.multiply(change, factor) : change, node.shape)];
    });
    return terms.reduce((a, b) => builder.add(a, b));
  },
  pull(context, node, m) {
    const { builder, network } = context;
    const factors = meanFactors(context, node);
    return node.inputs.map((name, i) => {
      if (isConstant(context, name)) return undefined;
      const factor = factors[i];
      return sumTo(builder, factor ? builder.multiply(m, factor) : m, nodeNamed(network, name).shape);
    });
  },
};
