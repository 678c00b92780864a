import { fixedSize, nodeNamed, type OperationOf } from "@gipfel/network";
import { elementShape, sameChannels } from "../../plan/channel-structure.js";
import { withBatchOf } from "../broadcasting.js";
import type { Rule } from "./rule.js";

export const reshapeRule: Rule<OperationOf<"reshape">> = {
  structure(network, { inputs, shape }) {
    const from = elementShape(nodeNamed(network, inputs[0]!).shape);
    const to = elementShape(shape);
    if (from[0] === to[0]) return sameChannels;
    return { kind: "elements", map: Int32Array.from({ length: fixedSize(to) }, (_, e) => e) };
  },
  push: ({ builder }, { shape }, [dx]) => builder.reshape(dx!, withBatchOf(dx!, shape)),
  pull: ({ builder, network }, { inputs }, g) => [
    builder.reshape(g, withBatchOf(g, nodeNamed(network, inputs[0]!).shape)),
  ],
};
