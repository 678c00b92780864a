import { fixedDimension, nodeNamed, type OperationOf, type Value } from "@gipfel/network";
import { type ChannelStructure, elementShape, mixedChannels } from "../../plan/channel-structure.js";
import type { Rule } from "./rule.js";

/** Where each input begins along the axis, and the total. */
function offsets(sizes: readonly number[]): number[] {
  const starts = [0];
  for (const size of sizes) starts.push(starts.at(-1)! + size);
  return starts;
}

export const concatRule: Rule<OperationOf<"concat">> = {
  structure(network, { operation, inputs, shape }, input): ChannelStructure {
    const sizes = inputs.map((name) => fixedDimension(nodeNamed(network, name).shape, operation.axis));
    const starts = offsets(sizes);
    if (operation.axis !== 1) return elementShape(shape).length === 3 ? { kind: "channels", map: null } : mixedChannels;
    const [start, end] = [starts[input]!, starts[input + 1]!];
    return {
      kind: "channels",
      map: Int32Array.from({ length: starts.at(-1)! }, (_, c) => (c >= start && c < end ? c - start : -1)),
    };
  },
  /** Inputs that do not change leave zeros; parts that differ in their batch axis are padded and added. */
  push({ builder, network }, { operation: { axis }, inputs, shape }, dx) {
    const batches = new Set(dx.map((change) => change?.shape[0]));
    if (batches.size === 1) return builder.concat(dx as readonly Value[], axis);
    const starts = offsets(inputs.map((name) => fixedDimension(nodeNamed(network, name).shape, axis)));
    const parts = dx.flatMap((change, input) => {
      if (!change) return [];
      const before = shape.map((_, i) => (i === axis ? starts[input]! : 0));
      const after = shape.map((_, i) => (i === axis ? starts.at(-1)! - starts[input + 1]! : 0));
      return [builder.pad(change, before, after)];
    });
    return parts.reduce((a, b) => builder.add(a, b));
  },
  pull({ builder, network }, { operation: { axis }, inputs }, g) {
    const starts = offsets(inputs.map((name) => fixedDimension(nodeNamed(network, name).shape, axis)));
    return inputs.map((_, input) => builder.slice(g, axis, starts[input]!, starts[input + 1]!));
  },
};
