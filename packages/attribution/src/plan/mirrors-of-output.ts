/**
 * Hidden layers whose neurons are the outputs one by one, such as the score maps before a global pool. Their concepts
 * would be the classes.
 */
import { fixedDimension, type Network, nodeNamed } from "@gipfel/network";
import { cutSegment } from "./cut-segments.js";
import { findPairPaths, isIdentity } from "./pair-paths.js";
import { traceSegment } from "./path-degree.js";
import { reachableNodes } from "./reachable-nodes.js";

/** @param layers hidden layers, in topological order; the first is none, for a graph needs a hidden layer. */
export function mirrorsOfOutput(network: Network, layers: readonly string[]): Set<string> {
  const target = network.outputs[0]!;
  const boundary = new Set([...layers, network.inputs[0]!]);
  const mirrors = new Set<string>();
  for (const layer of layers.slice(1).reverse()) {
    if (!isMirror(network, target, layer, boundary)) break;
    boundary.delete(layer);
    mirrors.add(layer);
  }
  return mirrors;
}

function isMirror(network: Network, target: string, layer: string, boundary: ReadonlySet<string>): boolean {
  const neurons = (name: string) => fixedDimension(nodeNamed(network, name).shape, 1);
  const { sources, nodes } = cutSegment(network, target, boundary);
  if (sources.length !== 1 || sources[0] !== layer || neurons(layer) !== neurons(target)) return false;
  const { nodes: paths } = traceSegment(network, nodes, "zero");
  if (paths.get(target)!.degree === "beyond") return false;
  const pairs = findPairPaths({ network, target, nodes: reachableNodes(nodes, target, paths), paths }, sources);
  return pairs !== undefined && isIdentity(pairs);
}
