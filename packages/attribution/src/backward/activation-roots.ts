import type { Network, NetworkNode } from "@gipfel/network";
import { elementwiseRoots, isAffineElementwise, isElementwise } from "../plan/elementwise.js";

/**
 * The nonlinear elementwise functions among `nodes`, each with the tensor it is a function of. A rule takes such a
 * function as one step, however many operations the exporter wrote: x · sigmoid(x) is one function of x, no gate.
 */
export function activationRoots(network: Network, nodes: readonly NetworkNode[]): Map<string, string> {
  const roots = elementwiseRoots(network, nodes);
  return new Map(
    nodes.flatMap((node) => {
      const root = roots.get(node.name)!;
      const nonlinear = isElementwise(network, node) && !isAffineElementwise(network, node);
      return nonlinear && root !== node.name ? [[node.name, root] as const] : [];
    }),
  );
}
