import { nodeNamed, type OperationOf } from "@gipfel/network";
import { sameChannels, transposedElements } from "../../plan/channel-structure.js";
import type { Rule } from "./rule.js";

export const transposeRule: Rule<OperationOf<"transpose">> = {
  structure(network, { operation: { permutation }, inputs }) {
    if (permutation[1] === 1) return sameChannels;
    return { kind: "elements", map: transposedElements(nodeNamed(network, inputs[0]!).shape, permutation) };
  },
  push: ({ builder }, { operation }, [dx]) => builder.apply(operation, [dx!]),
  pull({ builder }, { operation: { permutation } }, g) {
    const inverse = permutation.map((_, axis) => permutation.indexOf(axis));
    return [builder.transpose(g, inverse)];
  },
};
