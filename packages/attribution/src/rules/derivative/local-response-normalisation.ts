import { fixedDimension, type NetworkNode, type OperationOf, type Tensor, tensor, type Value } from "@gipfel/network";
import { mixedChannels } from "../../plan/channel-structure.js";
import type { Rule, RuleContext } from "./rule.js";

type Lrn = OperationOf<"localResponseNormalisation">;
type LrnNode = NetworkNode & { readonly operation: Lrn };

/**
 * `[C, C, 1, 1]`: the kernel that sums over the channels in the window of each channel (ONNX LRN), or for the adjoint
 * over the channels whose window holds it.
 */
export function channelWindow(channels: number, size: number, adjoint: boolean): Tensor {
  const before = Math.floor((size - 1) / 2);
  const after = Math.ceil((size - 1) / 2);
  const band = new Float32Array(channels * channels);
  for (let c = 0; c < channels; c += 1) {
    for (let k = Math.max(0, c - before); k <= Math.min(channels - 1, c + after); k += 1) {
      band[adjoint ? k * channels + c : c * channels + k] = 1;
    }
  }
  return tensor([channels, channels, 1, 1], band);
}

function overWindow({ builder }: RuleContext, { operation, shape }: LrnNode, x: Value, adjoint: boolean): Value {
  const kernel = builder.constant(channelWindow(fixedDimension(shape, 1), operation.size, adjoint));
  return builder.apply({ type: "convolution", strides: [1, 1], pads: [0, 0, 0, 0], dilations: [1, 1], groups: 1 }, [
    x,
    kernel,
  ]);
}

/** y = x·D^−β with D = k + α/n·Σ_window x², so dy = D^−β dx − (2αβ/n)·x·D^(−β−1)·Σ_window x·dx (Krizhevsky 2012). */
function parts(context: RuleContext, node: LrnNode) {
  const { builder } = context;
  const { size, alpha, beta, bias } = node.operation;
  const x = context.valueAt(node.inputs[0]!);
  const squares = overWindow(context, node, builder.multiply(x, x), false);
  const d = builder.add(builder.multiply(squares, builder.scalar(alpha / size)), builder.scalar(bias));
  const direct = builder.binary("power", d, builder.scalar(-beta));
  const outer = builder.multiply(
    builder.multiply(x, builder.binary("power", d, builder.scalar(-beta - 1))),
    builder.scalar((2 * alpha * beta) / size),
  );
  return { x, direct, outer };
}

export const localResponseNormalisationRule: Rule<Lrn> = {
  structure: () => mixedChannels,
  push(context, node, [dx]) {
    const { builder } = context;
    const { x, direct, outer } = parts(context, node);
    const inner = overWindow(context, node, builder.multiply(x, dx!), false);
    return builder.subtract(builder.multiply(direct, dx!), builder.multiply(outer, inner));
  },
  pull(context, node, g) {
    const { builder } = context;
    const { x, direct, outer } = parts(context, node);
    const inner = overWindow(context, node, builder.multiply(outer, g), true);
    return [builder.subtract(builder.multiply(direct, g), builder.multiply(x, inner))];
  },
};
