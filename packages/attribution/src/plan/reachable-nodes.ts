import type { NetworkNode } from "@gipfel/network";
import type { NodePath } from "./path-degree.js";

/** Nodes that a linear map into the target runs through: not those inside an elementwise function. */
export function reachableNodes(
  nodes: readonly NetworkNode[],
  target: string,
  paths: ReadonlyMap<string, NodePath>,
): NetworkNode[] {
  const reached = new Set([target]);
  for (const { name } of [...nodes].reverse()) {
    if (reached.has(name)) for (const dependency of paths.get(name)!.dependencies) reached.add(dependency);
  }
  return nodes.filter(({ name }) => reached.has(name));
}
