import { GipfelError } from "@gipfel/contracts";
import { type NetworkNode, nodeNamed, type OperationOf, type Tensor, type Value } from "@gipfel/network";
import { expandTo, sumTo } from "../broadcasting.js";
import { isConstant } from "../derivative/rule.js";
import { addParts, areEqual, negativePart, positivePart } from "./parts.js";
import type { Parts, RevealCancelContext, RevealCancelRule } from "./rule.js";

/** A constant that an input is multiplied with. */
interface Factor {
  readonly value: Value;
  /** Of all its elements; 0 where they differ. */
  readonly sign: 1 | 0 | -1;
}

function signOf({ data }: Tensor): Factor["sign"] {
  if (data.every((element) => element >= 0)) return 1;
  return data.every((element) => element <= 0) ? -1 : 0;
}

/**
 * c⁺ p⁺ + c⁻ p⁻ and c⁻ p⁺ + c⁺ p⁻, with c⁺ = max(c, 0) and c⁻ = min(c, 0): a negative factor swaps the parts. The same
 * for differences on their way forward and multipliers on their way back.
 */
function scale({ builder }: RevealCancelContext, { plus, minus }: Parts, { value, sign }: Factor): Parts {
  const times = (x: Value, factor: Value) => builder.multiply(x, factor);
  if (sign > 0 || areEqual({ plus, minus })) return { plus: times(plus, value), minus: times(minus, value) };
  if (sign < 0) return { plus: times(minus, value), minus: times(plus, value) };
  const [above, below] = [positivePart(builder, value), negativePart(builder, value)];
  return {
    plus: builder.add(times(plus, above), times(minus, below)),
    minus: builder.add(times(plus, below), times(minus, above)),
  };
}

/** @param factorsOf what each input is multiplied with. */
function scalingRule<O extends OperationOf<"binary"> | OperationOf<"scalar">>(
  factorsOf: (context: RevealCancelContext, node: NetworkNode & { readonly operation: O }) => readonly Factor[],
): RevealCancelRule<O> {
  return {
    push(context, node) {
      const { builder } = context;
      const factors = factorsOf(context, node);
      const terms = node.inputs.flatMap((input, i) => {
        if (isConstant(context, input)) return [];
        const { plus, minus } = scale(context, context.partsOf(input), factors[i]!);
        return [{ plus: expandTo(builder, plus, node.shape), minus: expandTo(builder, minus, node.shape) }];
      });
      return terms.reduce((a, b) => addParts(builder, a, b));
    },
    pull(context, node, multipliers) {
      const { builder, network } = context;
      const factors = factorsOf(context, node);
      return node.inputs.map((input, i) => {
        if (isConstant(context, input)) return undefined;
        const { plus, minus } = scale(context, multipliers, factors[i]!);
        const { shape } = nodeNamed(network, input);
        return { plus: sumTo(builder, plus, shape), minus: sumTo(builder, minus, shape) };
      });
    },
  };
}

/**
 * Differences, and products and quotients with a constant.
 *
 * @throws GipfelError METHOD_UNDEFINED for those of two activations, which the paper has no rule for.
 */
export const binaryScalingRule = scalingRule<OperationOf<"binary">>(({ builder, network, constants }, node) => {
  const one: Factor = { value: builder.scalar(1), sign: 1 };
  if (node.operation.name === "subtract") return [one, { value: builder.scalar(-1), sign: -1 }];
  const constant = node.inputs.findIndex((input) => network.constants.has(input));
  const name = node.inputs[constant];
  const inverted = node.operation.name === "divide";
  if (name === undefined || (inverted && constant === 0)) {
    throw new GipfelError(
      "METHOD_UNDEFINED",
      `RevealCancel is not defined through a gate (${node.name} multiplies or divides activations); take deeplift-rescale`,
    );
  }
  const value = constants.get(name)!;
  const factor: Factor = {
    value: inverted ? builder.scalarFunction({ name: "reciprocal" }, value) : value,
    sign: signOf(network.constants.get(name)!),
  };
  return node.inputs.map((_, i) => (i === constant ? one : factor));
});

export const negationRule = scalingRule<OperationOf<"scalar">>(({ builder }) => [
  { value: builder.scalar(-1), sign: -1 },
]);
