import { fixedDimension, nodeNamed, type OperationOf } from "@gipfel/network";
import { mixedChannels, sameChannels } from "../../plan/channel-structure.js";
import { expandTo, withBatchOf } from "../broadcasting.js";
import type { Rule } from "./rule.js";

/** Means and sums over axes. */
export const reduceRule: Rule<OperationOf<"reduce">> = {
  structure(network, { operation: { axes }, inputs }) {
    return nodeNamed(network, inputs[0]!).shape.length === 4 && !axes.includes(1) ? sameChannels : mixedChannels;
  },
  push: ({ builder }, { operation }, [dx]) => builder.apply(operation, [dx!]),
  pull({ builder, network }, { operation: { name, axes }, inputs }, g) {
    const input = nodeNamed(network, inputs[0]!).shape;
    const reduced = input.map((dimension, axis) => (axes.includes(axis) ? 1 : dimension));
    const kept = builder.reshape(g, withBatchOf(g, reduced));
    const count = axes.reduce((product, axis) => product * fixedDimension(input, axis), 1);
    const scaled = name === "mean" ? builder.multiply(kept, builder.scalar(1 / count)) : kept;
    return [expandTo(builder, scaled, input)];
  },
};
