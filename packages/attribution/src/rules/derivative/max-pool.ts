import type { NetworkBuilder, OperationOf, Value, Window } from "@gipfel/network";
import { sameChannels } from "../../plan/channel-structure.js";
import { expandBatch } from "../broadcasting.js";
import type { Rule } from "./rule.js";

export const windowOf = ({ kernel, strides, pads, dilations }: Window) => ({ kernel, strides, pads, dilations });

/** The maximum of each window, routed by the maxima of the route tensor; the first of equal ones, as in PyTorch. */
export const maxPoolRule: Rule<OperationOf<"maxPool">> = {
  structure: () => sameChannels,
  push(context, node, [dx]) {
    const route = context.routeOf(node);
    return context.builder.apply({ type: "maxPoolRoute", ...windowOf(node.operation) }, [
      route,
      expandBatch(context.builder, dx!, route),
    ]);
  },
  pull(context, node, g) {
    const route = context.routeOf(node);
    return [
      context.builder.apply({ type: "maxPoolUnroute", ...windowOf(node.operation) }, [
        route,
        expandPooled(context.builder, g, route),
      ]),
    ];
  },
};

/** A weight on the pooled tensor that is the same for all images, repeated over the images of the route. */
function expandPooled(builder: NetworkBuilder, g: Value, route: Value): Value {
  return expandBatch(builder, g, builder.reduce("max", route, [1, 2, 3], true));
}
