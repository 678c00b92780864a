import type { Network, NetworkNode } from "@gipfel/network";
import { activationInputs, elementwiseBody } from "../../plan/elementwise.js";

/**
 * The nearest tensor that an elementwise function is a function of. From there on it cannot be split: x · sigmoid(x) is
 * one nonlinearity, σ₂(c · σ₁(x) + d) is two with a scaling between.
 *
 * @param root a tensor it is a function of.
 */
export function innermostRoot(network: Network, root: string, node: NetworkNode): string {
  /** For each tensor those that all paths from the root to it lead through, in order, itself the last. */
  const passages = new Map<string, readonly string[]>([[root, [root]]]);
  for (const inner of elementwiseBody(network, root, node)) {
    const shared = activationInputs(network, inner)
      .map((input) => passages.get(input)!)
      .reduce((a, b) => a.filter((name) => b.includes(name)));
    passages.set(inner.name, [...shared, inner.name]);
  }
  return passages.get(node.name)!.at(-2)!;
}
