import { type NetworkNode, nodeNamed, type OperationOf, type Value } from "@gipfel/network";
import { maximumShares } from "./maximum-shares.js";
import type { DifferenceContext, DifferenceRule } from "./rule.js";

type ReduceNode = NetworkNode & { readonly operation: OperationOf<"reduce"> };

/** The maximum over axes, kept as 1, and the weight of each element: the share of the winners, dealt among equal ones. */
function weights(context: DifferenceContext, { name, operation: { axes }, inputs }: ReduceNode) {
  const { builder, network } = context;
  const input = nodeNamed(network, inputs[0]!);
  const kept = input.shape.map((dimension, axis) => (axes.includes(axis) ? 1 : dimension));
  const winners = (x: Value, y: Value) => {
    const wins = builder.where(builder.compare("equal", x, y), builder.scalar(1), builder.scalar(0));
    return builder.divide(wins, builder.reduce("sum", wins, axes, true));
  };
  const y = {
    image: builder.reshape(context.valueAt(name), kept),
    baseline: builder.reshape(context.baselineAt(name), kept),
  };
  const [atImage, atBaseline] = [
    winners(context.valueAt(input.name), y.image),
    winners(context.baselineAt(input.name), y.baseline),
  ];
  const dx = context.differenceOf(input.name);
  const of = (wins: Value) => builder.reduce("sum", builder.multiply(wins, dx), axes, true);
  const shares = maximumShares(builder, y, of(atImage), of(atBaseline));
  return {
    kept,
    weight: builder.add(builder.multiply(atImage, shares.atImage), builder.multiply(atBaseline, shares.atBaseline)),
  };
}

/** The largest element along axes, as in the written-out softmax. */
export const reduceMaximumRule: DifferenceRule<OperationOf<"reduce">> = {
  push(context, node, [dx]) {
    const { builder } = context;
    const sum = builder.reduce("sum", builder.multiply(dx!, weights(context, node).weight), node.operation.axes, true);
    return builder.reshape(sum, node.shape);
  },
  pull(context, node, m) {
    const { kept, weight } = weights(context, node);
    return [context.builder.multiply(context.builder.reshape(m, kept), weight)];
  },
};
