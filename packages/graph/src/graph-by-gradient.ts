import type { GraphDocument } from "@gipfel/contracts";
import type { AttributionGraph } from "./attribution-index.js";

/**
 * The attribution of a graph by gradients. These have no rest: what a node does with all its sources at baseline is no
 * derivative.
 */
export function graphByGradient({ layers, nodes, edges }: GraphDocument): AttributionGraph {
  return {
    layers,
    nodes: nodes.map(({ id, layer, cut }) => ({
      ...{ id, layer, restActivation: 0 },
      ...(cut && { cut: { contribution: cut.gradient } }),
    })),
    edges: edges.map(({ source, target, gradient }) => ({ source, target, contribution: gradient })),
  };
}
