import {
  fixedDimension,
  type NetworkBuilder,
  nodeNamed,
  type OperationOf,
  type Shape,
  type Value,
} from "@gipfel/network";
import { mixedChannels, sameChannels } from "../../plan/channel-structure.js";
import type { Rule } from "./rule.js";

/** `g` with `step − 1` zeros after each entry along an axis. */
function spread(builder: NetworkBuilder, g: Value, axis: number, step: number): Value {
  const length = fixedDimension(g.shape, axis);
  const apart = builder.reshape(g, [...g.shape.slice(0, axis + 1), 1, ...g.shape.slice(axis + 1)]);
  const none = apart.shape.map(() => 0);
  const padded = builder.pad(
    apart,
    none,
    none.map((_, i) => (i === axis + 1 ? step - 1 : 0)),
  );
  return builder.reshape(
    padded,
    g.shape.map((dimension, i) => (i === axis ? length * step : dimension)),
  );
}

export const sliceRule: Rule<OperationOf<"slice">> = {
  structure(_, { operation: { axis, start, step }, shape }) {
    if (axis !== 1) return shape.length >= 4 ? sameChannels : mixedChannels;
    return {
      kind: "channels",
      map: Int32Array.from({ length: fixedDimension(shape, 1) }, (_value, c) => start + c * step),
    };
  },
  push: ({ builder }, { operation }, [dx]) => builder.apply(operation, [dx!]),
  pull({ builder, network }, { operation: { axis, start, step }, inputs }, g) {
    const input: Shape = nodeNamed(network, inputs[0]!).shape;
    const size = fixedDimension(input, axis);
    const wide = step === 1 ? g : spread(builder, g, axis, step);
    const fitting = builder.slice(wide, axis, 0, Math.min(fixedDimension(wide.shape, axis), size - start));
    const before = input.map((_, i) => (i === axis ? start : 0));
    const after = input.map((_, i) => (i === axis ? size - start - fixedDimension(fitting.shape, axis) : 0));
    return [builder.pad(fitting, before, after)];
  },
};
