import { fixedDimension, nodeNamed, type OperationOf, spatialSize } from "@gipfel/network";
import { mixedChannels, sameChannels } from "../../plan/channel-structure.js";
import type { Rule } from "./rule.js";

/** z = W ∗ x + b. push: W ∗ dx; pull: the transposed convolution of g. */
export const convolutionRule: Rule<OperationOf<"convolution">> = {
  structure(network, node) {
    const kernel = network.constants.get(node.inputs[1]!)!;
    if (kernel.shape[1] !== 1) return mixedChannels;
    const multiplier = kernel.shape[0]! / node.operation.groups;
    if (multiplier === 1) return sameChannels;
    return {
      kind: "channels",
      map: Int32Array.from({ length: kernel.shape[0]! }, (_, o) => Math.floor(o / multiplier)),
    };
  },
  push: ({ builder, valueAt }, { operation, inputs }, [dx]) => builder.apply(operation, [dx!, valueAt(inputs[1]!)]),
  pull({ builder, network, valueAt }, { operation, inputs }, g) {
    const x = nodeNamed(network, inputs[0]!).shape;
    const { strides, pads, dilations, groups } = operation;
    const size = spatialSize(x);
    const pulled = builder.apply({ type: "transposedConvolution", strides, pads, dilations, groups, size }, [
      g,
      valueAt(inputs[1]!),
    ]);
    if (fixedDimension(x, 1) !== fixedDimension(pulled.shape, 1))
      throw new RangeError("a convolution does not fit its kernel");
    return [pulled];
  },
};
