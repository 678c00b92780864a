/**
 * One layer for each stage of a deep network. A stage is what has one spatial size, or one dense layer; the last tensor
 * of it through which all paths lead stands for it: the sum that ends a block, or the concatenation of parallel
 * branches. Beside a shortcut or a branch, what passes by would count as coming from the stage before.
 */
import { consumersOf, type Network, nodeNamed } from "@gipfel/network";

/** @param layers hidden layers, in topological order. */
export function stageLayers(network: Network, layers: readonly string[]): string[] {
  const cuts = cutTensors(network);
  const known = new Set(layers);
  const candidates = [...network.nodes.values()].filter(
    ({ name, operation, shape }) => known.has(name) || (operation.type === "concat" && shape.length === 4),
  );
  const ends = new Map<string, string>();
  for (const { name } of candidates) if (cuts.has(name)) ends.set(stageOf(network, name), name);
  const besides = new Map<string, string>();
  for (const name of layers) {
    const stage = stageOf(network, name);
    if (!ends.has(stage) && !isGate(network, name)) besides.set(stage, name);
  }
  const chosen = new Set([...ends.values(), ...besides.values()]);
  return candidates.map(({ name }) => name).filter((name) => chosen.has(name));
}

/** Its height and width, or for a dense layer itself. */
function stageOf(network: Network, name: string): string {
  const { shape } = nodeNamed(network, name);
  return shape.length === 4 ? shape.slice(2).join("×") : name;
}

/** One number a channel, beside the main path: squeeze-and-excitation. */
function isGate(network: Network, name: string): boolean {
  return nodeNamed(network, name)
    .shape.slice(2)
    .every((dimension) => dimension === 1);
}

/** Tensors on every path from the input to the output: those that no edge leaps over in topological order. */
function cutTensors(network: Network): Set<string> {
  const position = new Map([...network.nodes.keys()].map((name, i) => [name, i]));
  const consumers = consumersOf(network);
  const cuts = new Set<string>();
  let reach = 0;
  for (const [name, i] of position) {
    if (reach <= i) cuts.add(name);
    for (const reader of consumers.get(name) ?? []) reach = Math.max(reach, position.get(reader.name)!);
  }
  return cuts;
}
