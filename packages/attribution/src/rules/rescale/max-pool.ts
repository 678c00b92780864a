import type { NetworkNode, OperationOf, Value } from "@gipfel/network";
import { windowOf } from "../derivative/max-pool.js";
import { maximumShares } from "./maximum-shares.js";
import type { DifferenceContext, DifferenceRule } from "./rule.js";

type MaxPool = OperationOf<"maxPool">;

/** The input at both points, which tell who wins in each window (the first of equals), and the shares of the winners. */
function winners(
  { builder, ...context }: DifferenceContext,
  { name, operation, inputs }: NetworkNode & { readonly operation: MaxPool },
) {
  const [input] = inputs as [string];
  const route = { type: "maxPoolRoute", ...windowOf(operation) } as const;
  const [image, baseline] = [context.valueAt(input), context.baselineAt(input)];
  const at = (winner: Value, x: Value) => builder.apply(route, [winner, x]);
  const dx = context.differenceOf(input);
  const y = { image: context.valueAt(name), baseline: context.baselineAt(name) };
  return { image, baseline, at, ...maximumShares(builder, y, at(image, dx), at(baseline, dx)) };
}

/** The maximum of each window by itself; a position in several windows adds their shares up. */
export const maxPoolRule: DifferenceRule<MaxPool> = {
  push(context, node, [dx]) {
    const { builder } = context;
    const { image, baseline, at, atImage, atBaseline } = winners(context, node);
    return builder.add(builder.multiply(at(image, dx!), atImage), builder.multiply(at(baseline, dx!), atBaseline));
  },
  pull(context, node, m) {
    const { builder } = context;
    const { image, baseline, atImage, atBaseline } = winners(context, node);
    const unroute = (winner: Value, share: Value) =>
      builder.apply({ type: "maxPoolUnroute", ...windowOf(node.operation) }, [winner, builder.multiply(m, share)]);
    return [builder.add(unroute(image, atImage), unroute(baseline, atBaseline))];
  },
};
