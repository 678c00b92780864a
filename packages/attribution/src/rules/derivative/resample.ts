import type { NetworkBuilder, OperationOf, Tensor, Value } from "@gipfel/network";
import { type ChannelStructure, mixedChannels, sameChannels } from "../../plan/channel-structure.js";
import type { Rule } from "./rule.js";

/** y = Mᵀ x along one axis. push: Mᵀ dx; pull: M g. */
export const resampleRule: Rule<OperationOf<"resample">> = {
  structure(network, { operation: { axis }, inputs }) {
    return axis === 1 ? pickedChannels(network.constants.get(inputs[1]!)!) : sameChannels;
  },
  push: ({ builder, valueAt }, { operation, inputs }, [dx]) => builder.apply(operation, [dx!, valueAt(inputs[1]!)]),
  pull: ({ builder, valueAt }, { operation, inputs }, g) => [
    builder.apply(operation, [g, turned(builder, valueAt(inputs[1]!))]),
  ],
};

const turned = (builder: NetworkBuilder, matrix: Value) => builder.transpose(matrix, [1, 0]);

/** The one channel that each output is made of; mixed where one is made of several. */
function pickedChannels({ shape, data }: Tensor): ChannelStructure {
  const outputs = shape[1]!;
  const map = new Int32Array(outputs).fill(-1);
  for (let i = 0; i < data.length; i += 1) {
    if (data[i] === 0) continue;
    const o = i % outputs;
    if (map[o] !== -1) return mixedChannels;
    map[o] = Math.floor(i / outputs);
  }
  return { kind: "channels", map };
}
