import type { Value } from "../builder.js";
import type { Network, NetworkNode } from "../network.js";

/** Names that the builder makes up begin so. */
const madeUp = "%";

/** The names that the user's file gives to tensors; a network is built first and named when it is whole. */
export class TensorNames {
  readonly #names = new Map<string, string>();
  readonly #taken = new Set<string>();

  /** Names a tensor, unless it has a name: what passes through a layer unchanged keeps the name of where it was made. */
  assign(value: Value, name: string): void {
    if (!value.name.startsWith(madeUp) || this.#names.has(value.name) || name.startsWith(madeUp)) return;
    this.#names.set(value.name, this.#unique(name));
  }

  /** Keeps a name from being given: that of the input. */
  reserve(name: string): void {
    this.#taken.add(name);
  }

  /** Undefined where the file gives it none. */
  nameOf(value: Value): string | undefined {
    return this.#names.get(value.name);
  }

  /** The network with its tensors under the names of the file. */
  apply(network: Network): Network {
    const nameOf = (name: string) => this.#names.get(name) ?? name;
    const renamed = (node: NetworkNode): NetworkNode => ({
      ...node,
      name: nameOf(node.name),
      inputs: node.inputs.map(nameOf),
    });
    return {
      ...network,
      outputs: network.outputs.map(nameOf),
      nodes: new Map([...network.nodes.values()].map((node) => [nameOf(node.name), renamed(node)])),
    };
  }

  #unique(name: string): string {
    let free = name;
    for (let n = 1; this.#taken.has(free); n += 1) free = `${name}:${n}`;
    this.#taken.add(free);
    return free;
  }
}

/**
 * Where a final softmax or sigmoid was stripped that its layer applied itself, the logits have no name of their own:
 * they get that of the layer.
 *
 * @param name of what was stripped, or of the output.
 */
export function nameLogits(network: Network, name: string): Network {
  let logits = network.nodes.get(network.outputs[0]!);
  while (logits?.operation.type === "reshape" && logits.name.startsWith(madeUp)) {
    logits = network.nodes.get(logits.inputs[0]!);
  }
  if (!logits?.name.startsWith(madeUp) || network.nodes.has(name)) return network;
  const names = new TensorNames();
  names.assign(logits, name);
  return names.apply(network);
}
