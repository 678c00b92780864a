import type { GraphDocument } from "@gipfel/contracts";

/** More than this is not loaded: beyond, the service prunes. */
export const largestGraph = { maxNodes: 1000, maxEdges: 10_000 };

/** How large the graph is that a document is a part of; null for a document that is a whole graph. */
export function wholeSize({ options }: Pick<GraphDocument, "options">): { nodes: number; edges: number } | null {
  const { selection } = options;
  if (typeof selection !== "object" || selection === null) return null;
  const { nodesOfWhole, edgesOfWhole } = { nodesOfWhole: null, edgesOfWhole: null, ...selection };
  return typeof nodesOfWhole === "number" && typeof edgesOfWhole === "number"
    ? { nodes: nodesOfWhole, edges: edgesOfWhole }
    : null;
}
