import { type Network, type NetworkNode, nodeNamed } from "@gipfel/network";
import { movingInputs } from "../plan/elementwise.js";
import type { LinearSegment } from "../plan/pair-paths.js";
import { bindDerivatives } from "./derivatives.js";
import type { Manner } from "./manner.js";

/** The derivative at one point. */
export const tangents: Manner = {
  complete: false,
  slope: (_point, _segment, _root, node) => {
    throw new RangeError(`${node.name} is linearised by its operations`);
  },
  bind: bindDerivatives,
};

/** A segment in which every operation is linearised on its own. */
export function tangentSegment(network: Network, target: string, nodes: readonly NetworkNode[]): LinearSegment {
  const paths = new Map(
    nodes.map((node) => {
      const dependencies = movingInputs(network, node);
      return [node.name, { degree: "beyond" as const, step: "linear" as const, dependencies }];
    }),
  );
  return { network, target: nodeNamed(network, target).name, nodes, paths };
}
