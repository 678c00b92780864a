/** Weights that a file keeps as integers with a scale, widened: (q − z) · s, along an axis where these differ. */

import { normaliseAxis } from "../shape.js";
import type { GraphProto, NodeProto, TensorProto } from "./format.js";
import { tensorFromProto, tensorToProto } from "./tensor-data.js";

/** Replaces every DequantizeLinear of constants by its result, in place. */
export function dequantizeWeights(graph: GraphProto): void {
  const constants = new Map((graph.initializer ?? []).map((proto) => [proto.name ?? "", proto]));
  graph.node = (graph.node ?? []).filter((node) => {
    const inputs = (node.input ?? []).filter((name) => name !== "").map((name) => constants.get(name));
    if (node.opType !== "DequantizeLinear" || inputs.some((proto) => proto === undefined)) return true;
    const made = widened(node, inputs as TensorProto[]);
    graph.initializer!.push(made);
    constants.set(made.name!, made);
    return false;
  });
}

function widened(node: NodeProto, [quantized, scale, zero]: readonly TensorProto[]): TensorProto {
  const { shape, data } = tensorFromProto(quantized!);
  const factors = tensorFromProto(scale!).data;
  const points = zero ? tensorFromProto(zero).data : new Float32Array(factors.length);
  const attribute = (name: string) => node.attribute?.find((candidate) => candidate.name === name)?.i;
  if (attribute("block_size")) throw new RangeError(`weights ${quantized!.name} are quantized in blocks`);
  const axis = factors.length === 1 ? 0 : normaliseAxis(attribute("axis") ?? 1, shape.length);
  const inner = factors.length === 1 ? data.length : shape.slice(axis + 1).reduce((product, n) => product * n, 1);
  const values = data.map((q, i) => {
    const k = factors.length === 1 ? 0 : Math.floor(i / inner) % factors.length;
    return (q - points[k]!) * factors[k]!;
  });
  return tensorToProto(node.output![0]!, { shape, data: values });
}
