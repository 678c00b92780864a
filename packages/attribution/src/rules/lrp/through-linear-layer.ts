import { type NetworkNode, sameShape, type Value } from "@gipfel/network";
import { linearLayer } from "./linear-layer.js";
import { noRuleFor } from "./no-rule.js";
import type { RelevanceContext } from "./relevance-context.js";

/**
 * Relevance of a convolution or dense layer, handed to its input by the rule that is chosen for such a layer.
 *
 * @throws GipfelError METHOD_UNDEFINED where its weights are not constant.
 */
export function throughLinearLayer(context: RelevanceContext, node: NetworkNode, relevance: Value): Value {
  const { network, builder, derivative, ranges, images } = context;
  const [x, weights, ownBias] = node.inputs as [string, string, string | undefined];
  if (![weights, ownBias ?? weights].every((name) => network.constants.has(name))) {
    throw noRuleFor(node, `a ${node.operation.type} whose weights are not constant`);
  }
  const layer = linearLayer(
    { builder, constants: network.constants, valueAt: derivative.valueAt },
    node,
    ownBias ?? biasAfter(context, node),
    { isNonNegative: ranges.get(x)!.low >= 0, image: images.get(x) ?? null },
  );
  return context.ruleOf(layer)(layer, relevance);
}

/** The constant that the one reader of a matrix product adds to it: the bias of the dense layer that both are. */
export function biasAfter({ network, consumers }: RelevanceContext, node: NetworkNode): string | undefined {
  const readers = consumers.get(node.name) ?? [];
  const [reader] = readers;
  if (node.operation.type !== "matMul" || readers.length !== 1) return undefined;
  if (reader?.operation.type !== "binary" || reader.operation.name !== "add") return undefined;
  if (!sameShape(reader.shape, node.shape)) return undefined;
  return reader.inputs.find((input) => network.constants.has(input));
}
