import { type Network, type NetworkNode, pruneNetwork } from "../network.js";

/** A reshape of a reshape becomes a reshape of what that one read. */
export function mergeReshapes(network: Network): Network {
  const nodes = new Map<string, NetworkNode>();
  for (const node of network.nodes.values()) {
    const source = nodes.get(node.inputs[0] ?? "");
    const merges = node.operation.type === "reshape" && source?.operation.type === "reshape";
    nodes.set(node.name, merges && source ? { ...node, inputs: source.inputs } : node);
  }
  return pruneNetwork({ ...network, nodes });
}
