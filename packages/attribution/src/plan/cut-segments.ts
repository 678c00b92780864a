import { type Network, type NetworkNode, nodeNamed } from "@gipfel/network";
import { activationInputs } from "./elementwise.js";

/** The part of a network from the layers that feed a target directly up to the target. */
export interface SegmentCut {
  readonly target: string;
  /** Chosen layers, and the raw input where it feeds the target, in topological order. */
  readonly sources: readonly string[];
  /** Nodes after the sources up to and with the target, in topological order. */
  readonly nodes: readonly NetworkNode[];
}

/** @param boundary tensors at which a walk back from the target ends: the chosen layers and the input. */
export function cutSegment(network: Network, target: string, boundary: ReadonlySet<string>): SegmentCut {
  const inside = new Set<string>([target]);
  const sources = new Set<string>();
  // What is added on the way is visited too. Not by recursion: a chain may be longer than the call stack is deep.
  for (const name of inside) {
    for (const input of activationInputs(network, nodeNamed(network, name))) {
      (boundary.has(input) ? sources : inside).add(input);
    }
  }
  const ordered = [...network.nodes.values()];
  return {
    target,
    sources: ordered.filter(({ name }) => sources.has(name)).map(({ name }) => name),
    nodes: ordered.filter(({ name }) => inside.has(name)),
  };
}
