/** Reverse mode: what is asked of a tensor, carried back to the tensors it is made of, by whatever rule. */
import type { NetworkBuilder, NetworkNode, Value } from "@gipfel/network";

/** What one node hands to the tensors it reads: name and share of each; constants are left out. */
export type Handing<W = Value> = (node: NetworkNode, g: W) => Iterable<readonly [string, W]>;

/**
 * @param nodes in topological order, up to the one that carries `start`.
 * @returns what arrives at every tensor that is reached: the sum over the nodes that read it.
 */
export function walkBack(
  builder: NetworkBuilder,
  nodes: readonly NetworkNode[],
  start: readonly [string, Value],
  handing: Handing,
): Map<string, Value> {
  return walkBackAdding((a, b) => builder.add(a, b), nodes, start, handing);
}

/** The same for what is asked in another form than one weight per element, and how two of it are added. */
export function walkBackAdding<W>(
  add: (a: W, b: W) => W,
  nodes: readonly NetworkNode[],
  start: readonly [string, W],
  handing: Handing<W>,
): Map<string, W> {
  const reached = new Map<string, W>([start]);
  for (const node of [...nodes].reverse()) {
    const g = reached.get(node.name);
    if (!g) continue;
    for (const [name, part] of handing(node, g)) {
      const known = reached.get(name);
      reached.set(name, known ? add(known, part) : part);
    }
  }
  return reached;
}

/** The inputs of a node with the weights that a rule gives them. */
export function* toInputs<W>(
  { inputs }: NetworkNode,
  weights: readonly (W | undefined)[],
): Generator<readonly [string, W]> {
  for (const [i, input] of inputs.entries()) {
    const weight = weights[i];
    if (weight) yield [input, weight];
  }
}
