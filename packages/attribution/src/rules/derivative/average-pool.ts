import {
  filled,
  fixedDimension,
  nodeNamed,
  type OperationOf,
  type Shape,
  spatialSize,
  type Tensor,
  tensor,
} from "@gipfel/network";
import { sameChannels } from "../../plan/channel-structure.js";
import type { Rule } from "./rule.js";

type AveragePool = OperationOf<"averagePool">;

/** 1 / number of elements that each window counts, `[1, 1, H', W']`. */
function weights(operation: AveragePool, input: Shape, output: Shape): Tensor {
  const { kernel, strides, pads, dilations, countPadding } = operation;
  const size = spatialSize(input);
  const counts = ([0, 1] as const).map((axis) =>
    Array.from({ length: fixedDimension(output, axis + 2) }, (_, o) => {
      if (countPadding) return kernel[axis];
      const positions = Array.from(
        { length: kernel[axis] },
        (_value, k) => o * strides[axis] - pads[axis] + k * dilations[axis],
      );
      return positions.filter((position) => position >= 0 && position < size[axis]).length;
    }),
  );
  const [rows, columns] = counts as [number[], number[]];
  return tensor(
    [1, 1, rows.length, columns.length],
    rows.flatMap((r) => columns.map((c) => 1 / (r * c))),
  );
}

export const averagePoolRule: Rule<AveragePool> = {
  structure: () => sameChannels,
  push: ({ builder }, { operation }, [dx]) => builder.apply(operation, [dx!]),
  pull({ builder, network }, { operation, inputs, shape }, g) {
    const input = nodeNamed(network, inputs[0]!).shape;
    const channels = fixedDimension(input, 1);
    const { kernel, strides, pads, dilations } = operation;
    const weighted = builder.multiply(g, builder.constant(weights(operation, input, shape)));
    const ones = builder.constant(filled([channels, 1, ...kernel], 1));
    return [
      builder.apply(
        { type: "transposedConvolution", strides, pads, dilations, groups: channels, size: spatialSize(input) },
        [weighted, ones],
      ),
    ];
  },
};
