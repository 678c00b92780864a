/** Parts of a network that start from given activations. */
import { type Network, type NetworkNode, pruneNetwork } from "@gipfel/network";

/**
 * The network from given tensors on: what they are made of is cut away, and they are inputs.
 *
 * @param given tensors that will be fed
 * @param output tensor to compute
 * @returns a network whose inputs are those of `given` that the output needs, and the images where it needs them, too
 */
export function networkFrom(network: Network, given: Iterable<string>, output: string): Network {
  const fed = new Set(given);
  const nodes = new Map<string, NetworkNode>(
    [...network.nodes].map(([name, node]) => [
      name,
      fed.has(name) ? { ...node, operation: { type: "input" as const }, inputs: [] } : node,
    ]),
  );
  const pruned = pruneNetwork({ ...network, outputs: [output], nodes });
  const read = new Set<string>([output, ...[...pruned.nodes.values()].flatMap(({ inputs }) => inputs)]);
  const kept = [...pruned.nodes].filter(([name, { operation }]) => operation.type !== "input" || read.has(name));
  const inputs = kept.filter(([, { operation }]) => operation.type === "input").map(([name]) => name);
  return { ...pruned, inputs, nodes: new Map(kept) };
}

/**
 * Tensors outside of a layer's reach that what comes after the layer reads: with the layer's, all that the rest depends
 * on.
 */
export function tensorsBeside(network: Network, tensor: string): string[] {
  const after = new Set([tensor]);
  const beside = new Set<string>();
  for (const { name, inputs } of network.nodes.values()) {
    if (name === tensor || !inputs.some((input) => after.has(input))) continue;
    after.add(name);
  }
  for (const { name, inputs } of network.nodes.values()) {
    if (!after.has(name) || name === tensor) continue;
    for (const input of inputs) if (!after.has(input) && network.nodes.has(input)) beside.add(input);
  }
  return [...beside];
}
