import type { Operation } from "./operation.js";
import type { Shape } from "./shape.js";
import type { Tensor } from "./tensor.js";

/** One operation; its name is the name of the tensor it makes. */
export interface NetworkNode {
  readonly name: string;
  readonly operation: Operation;
  /** Names of nodes or constants. */
  readonly inputs: readonly string[];
  readonly shape: Shape;
}

/** A CNN, or anything computed from one, as a DAG of typed operations. Nodes are in topological order. */
export interface Network {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly nodes: ReadonlyMap<string, NetworkNode>;
  readonly constants: ReadonlyMap<string, Tensor>;
}

export function nodeNamed(network: Pick<Network, "nodes">, name: string): NetworkNode {
  const node = network.nodes.get(name);
  if (!node) throw new RangeError(`no tensor named ${name}`);
  return node;
}

/** For each node the nodes that read it, in topological order. */
export function consumersOf(network: Network): Map<string, NetworkNode[]> {
  const consumers = new Map<string, NetworkNode[]>();
  for (const node of network.nodes.values()) {
    for (const input of new Set(node.inputs)) {
      const list = consumers.get(input);
      if (list) list.push(node);
      else consumers.set(input, [node]);
    }
  }
  return consumers;
}

/** The part of a network that its outputs need. */
export function pruneNetwork(network: Network): Network {
  const needed = new Set<string>(network.outputs);
  const kept: [string, NetworkNode][] = [];
  for (const entry of [...network.nodes].reverse()) {
    if (!needed.has(entry[0]) && entry[1].operation.type !== "input") continue;
    for (const input of entry[1].inputs) needed.add(input);
    kept.push(entry);
  }
  const constants = [...network.constants].filter(([name]) => needed.has(name));
  return { ...network, nodes: new Map(kept.reverse()), constants: new Map(constants) };
}
