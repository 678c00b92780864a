/**
 * What is known of a tensor when all sources are at baseline: `zero` everywhere, `uniform` (one value per channel over
 * all positions), or `varying`. Decides whether max pooling is exact, and lets baselines be stored as one number a
 * channel.
 */
import { fixedDimension, fixedSize, type Network, type NetworkNode, nodeNamed, type Shape } from "@gipfel/network";

export type BaselineKind = "zero" | "uniform" | "varying";

/** A constant that has one value per channel of a tensor with this many axes. */
function isPerChannel(shape: Shape, rank: number): boolean {
  const spatial = Math.max(0, rank - 2);
  return fixedSize(shape) === 1 || shape.slice(shape.length - spatial).every((dimension) => dimension === 1);
}

function pads(node: NetworkNode): boolean {
  return "pads" in node.operation && node.operation.pads.some((n) => n > 0);
}

/** Whether each channel of a reshaped image lies within one channel of what it is made of. */
function splitsChannels(network: Network, { inputs, shape }: NetworkNode): boolean {
  const from = nodeNamed(network, inputs[0]!).shape;
  return Math.min(from.length, shape.length) >= 4 && fixedDimension(shape, 1) % fixedDimension(from, 1) === 0;
}

/** Whether a resampling over positions leaves what is the same at all of them: the weights of each output add up to 1. */
export function averages({ constants }: Pick<Network, "constants">, { operation, inputs }: NetworkNode): boolean {
  if (operation.type !== "resample" || operation.axis < 2) return false;
  const { shape, data } = constants.get(inputs[1]!)!;
  const sums = new Float64Array(shape[1]!);
  data.forEach((weight, i) => {
    sums[i % sums.length]! += weight;
  });
  return sums.every((sum) => Math.abs(sum - 1) < 1e-6);
}

/** @param kindOf kinds of the node's activation inputs. */
export function baselineKind(
  network: Network,
  node: NetworkNode,
  kindOf: (name: string) => BaselineKind,
): BaselineKind {
  const rank = node.shape.length;
  const kinds = node.inputs.map((input): BaselineKind => {
    const constant = network.constants.get(input);
    if (!constant) return kindOf(input);
    if (constant.data.every((value) => value === 0)) return "zero";
    return isPerChannel(constant.shape, rank) ? "uniform" : "varying";
  });
  const [x = "varying"] = kinds;
  const worst: BaselineKind = kinds.includes("varying")
    ? "varying"
    : kinds.every((kind) => kind === "zero")
      ? "zero"
      : "uniform";
  const { operation } = node;
  switch (operation.type) {
    case "convolution":
      if (x === "zero") return node.inputs.length > 2 ? "uniform" : "zero";
      return x === "uniform" && !pads(node) ? "uniform" : "varying";
    case "matMul":
      return x === "zero" ? "zero" : "varying";
    case "binary":
      if (operation.name === "multiply" && kinds.includes("zero")) return "zero";
      if (operation.name === "add" || operation.name === "subtract" || operation.name === "multiply") return worst;
      return worst === "zero" ? "uniform" : worst;
    case "scalar":
    case "prelu":
      return x === "varying" ? "varying" : "uniform";
    case "comparison":
    case "where":
      return worst === "varying" ? "varying" : "uniform";
    case "maxPool":
      return x;
    case "averagePool":
      return x === "uniform" && operation.countPadding && pads(node) ? "varying" : x;
    case "reduce":
      return rank === 4 ? x : x === "zero" ? "zero" : "varying";
    case "concat":
      return operation.axis === 1 && rank === 4 ? worst : worst === "zero" ? "zero" : "varying";
    case "slice":
      return rank >= 4 ? x : x === "zero" ? "zero" : "varying";
    case "resample":
      return x === "uniform" && (rank !== 4 || !averages(network, node)) ? "varying" : x;
    case "pad": {
      const spatial = operation.before
        .slice(2)
        .concat(operation.after.slice(2))
        .some((n) => n > 0);
      if (x === "zero" && operation.value === 0) return "zero";
      return rank >= 4 && !spatial && x !== "varying" ? "uniform" : "varying";
    }
    case "reshape":
      return x === "uniform" && !splitsChannels(network, node) ? "varying" : x;
    default:
      return x === "zero" && operation.type === "transpose" ? "zero" : "varying";
  }
}

/** Kinds of all nodes of a segment. */
export function baselineKinds(
  network: Network,
  nodes: readonly NetworkNode[],
  sourceKind: BaselineKind,
): Map<string, BaselineKind> {
  const kinds = new Map<string, BaselineKind>();
  const kindOf = (name: string): BaselineKind =>
    kinds.get(name) ??
    (nodeNamed(network, name).shape.length === 4 ? sourceKind : sourceKind === "zero" ? "zero" : "varying");
  for (const node of nodes) kinds.set(node.name, baselineKind(network, node, kindOf));
  return kinds;
}
